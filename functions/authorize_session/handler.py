"""The gateway asks this before each call of a session; its answer is kept for no other call."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.authorize_session.settings import Settings
from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.services import KmsVerifier
from functions.core.authorize_session import AuthorizeSession, authorize_session
from functions.core.errors import MorettaError
from functions.core.routes import route_named
from functions.core.session import Session
from functions.core.times import now
from functions.edge.telemetry import count, report


class Unauthorized(MorettaError):
    """The gateway answers 401 for exactly this text, and 500 for any other."""


class Undecided(MorettaError):
    """The call is refused; it carries nothing, because the gateway logs what is raised."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    try:
        return decide(event, build())
    except Unauthorized:
        raise
    except Exception as error:
        report("authorize_session", error)
        raise Undecided from None


def decide(event: Mapping[str, Any], world: AuthorizeSession) -> dict[str, Any]:
    """A policy for this one call: 401 without a session, 403 without the route's permission (RFC 6750)."""
    route = route_named(f"{event.get('httpMethod')} {event.get('resource')}")
    token, outlives = _bearer(event.get("headers") or {}), route is not None and route.outlives
    session = authorize_session(token, world, now(), outlives=outlives)
    if session is None:
        count("authorize_session", "Sessions", "refused")
        raise Unauthorized("Unauthorized")
    permitted = route is not None and route.kind == "session" and route.scope in session.permissions
    count("authorize_session", "Sessions", "admitted" if permitted else "not_permitted")
    return _policy("Allow" if permitted else "Deny", str(event["methodArn"]), session)


def _bearer(headers: Mapping[str, str]) -> str:
    # RFC 6750, section 2.1; names of headers and of the scheme know no case (RFC 9110).
    value = next((value for name, value in headers.items() if name.lower() == "authorization"), "")
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _policy(effect: str, arn: str, session: Session) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}
    commitment = session.user.commitment
    of_receipts = {"nonce": commitment.nonce, "digest": commitment.digest} if commitment else {}
    return {
        "principalId": "session",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {
            "team": session.team,
            "person": session.user.person,
            "epoch": session.user.epoch,
            "subject": session.user.subject,
            **of_receipts,
        },
    }


@cache
def build() -> AuthorizeSession:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    return AuthorizeSession(
        DynamoLedger(clients.dynamodb(), settings.ledger),
        KmsVerifier(clients.kms(), settings.session_key),
    )
