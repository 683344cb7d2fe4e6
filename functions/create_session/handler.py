"""POST /v1/sessions: a session for one user's browser."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.services import KmsMac
from functions.core.create_session import CreateSession, create_session, parse_session_request
from functions.core.times import now, to_text
from functions.create_session.settings import Settings
from functions.edge.api import Request, Response, answer


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("create_session", event, lambda request: serve(request, build()))


def serve(request: Request, world: CreateSession) -> Response:
    """201 with the token, shown once."""
    session, token = create_session(parse_session_request(request.json()), request.caller.team, world, now())
    body = {
        "token": token,
        "expires_at": to_text(session.expires_at),
        "permissions": list(session.permissions),
    }
    return Response(201, body)


@cache
def build() -> CreateSession:
    """The concrete world, once per worker."""
    settings, kms = Settings.from_env(), clients.kms()
    return CreateSession(
        DynamoLedger(clients.dynamodb(), settings.ledger),
        KmsMac(kms, settings.pseudonym_key),
        KmsMac(kms, settings.session_key),
    )
