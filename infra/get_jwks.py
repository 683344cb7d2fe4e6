"""GET /.well-known/jwks.json."""

from functions.get_jwks.settings import Settings
from infra.stack_function import Parts, StackFunction


class GetJwks(StackFunction):
    """See `functions.get_jwks`."""

    name = "get_jwks"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(receipts_key=parts.keys.receipts.key_arn)
