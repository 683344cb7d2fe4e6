"""What the emulator's process, and with it every function, is given as its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.local_cloud.certificates import Certificates

REGION: Final = "eu-central-1"
ACCOUNT: Final = "000000000000"

# Everything else of the host stays outside: AWS profiles and keys above all, but PYTHONPATH too,
# which would let a function import the working copy instead of what was deployed.
_INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Credentials:
    """Keys for one identity; `session_token` is None for the root key."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


def client_environment(endpoint: str, authority: Path, credentials: Credentials) -> dict[str, str]:
    """Return what a program (the CDK, a script) needs to meet this cloud and no other."""
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_S3": endpoint,  # cdklocal wants it beside the first
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "localhost,127.0.0.1",
        "no_proxy": "localhost,127.0.0.1",
        "AWS_CA_BUNDLE": str(authority),
        "SSL_CERT_FILE": str(authority),  # without it CDK's notification resource hangs for minutes
        "REQUESTS_CA_BUNDLE": str(authority),
        "NODE_EXTRA_CA_CERTS": str(authority),
    }
    if credentials.session_token:
        environment["AWS_SESSION_TOKEN"] = credentials.session_token
    return environment


def emulator_environment(
    host: Mapping[str, str], folder: Path, port: int, certificates: Certificates, root: Credentials
) -> dict[str, str]:
    """Return the emulator's environment: IAM enforced, TLS, loopback, every file inside `folder`."""
    endpoint = f"https://localhost:{port}"
    return {
        **{name: host[name] for name in _INHERITED if name in host},
        **client_environment(endpoint, certificates.authority, root),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "S3_DATA_DIR": str(folder / "s3"),
        "STATE_DIR": str(folder / "state"),
        "AUTH": "true",
        "USE_SSL": "1",
        "MINISTACK_SSL_CERT": str(certificates.leaf),
        "MINISTACK_SSL_KEY": str(certificates.key),
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",  # as on AWS: a trigger that fails means no token
        "BIND_HOST": "127.0.0.1",  # its default listens on every interface
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "DOCKER_HOST": f"unix://{folder / 'no-docker.sock'}",  # it removes containers of others at start
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
