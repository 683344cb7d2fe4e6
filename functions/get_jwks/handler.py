"""GET /.well-known/jwks.json: the key that checks receipts (RFC 7517). Public, as a key to check with is."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.receipts import KmsSigner
from functions.core.jws import Signer
from functions.edge.api import Response, answer_anybody
from functions.get_jwks.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer_anybody("get_jwks", event, lambda: serve(build()))


def serve(signer: Signer) -> Response:
    """200 with the JWK set; pages of any origin may read it."""
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return Response(200, {"keys": [signer.public().to_jwk()]}, headers)


@cache
def build() -> Signer:
    """The concrete world, once per worker."""
    return KmsSigner(clients.kms(), Settings.from_env().receipts_key)
