"""What the web is told when it is deployed or served, out of a stack's outputs: `config.json`, its reach."""

from collections.abc import Mapping

from infra.web_policy import Reach

Config = dict[str, object]


def page_config(outputs: Mapping[str, str], api: str, sign_in: str) -> Config:
    """`config.json`; ``api`` and ``sign_in`` are addresses without a slash at their end."""
    return {
        "api": api,
        "mostBytes": int(outputs["MostBytes"]),
        "signIn": {
            "authorize": f"{sign_in}/oauth2/authorize",
            "token": f"{sign_in}/oauth2/token",
            "logout": f"{sign_in}/logout",
            "client": outputs["WebClientId"],
        },
    }


def page_reach(outputs: Mapping[str, str], api: str, files: str, sign_in: str) -> Reach:
    """Whom the page talks to; ``files`` is S3's address, without a slash at its end."""
    return Reach(
        api=api,
        originals=f"{files}/{outputs['OriginalsBucket']}",
        results=f"{files}/{outputs['ResultsBucket']}",
        held=f"{files}/{outputs['HeldBucket']}",
        sign_in=f"{sign_in}/oauth2/token",
    )
