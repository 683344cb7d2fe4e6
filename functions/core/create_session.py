"""POST /v1/sessions: a team's backend asks for a session of one of its users."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.core.errors import ErasureRunning, Invalid
from functions.core.names import new_id, parse_user_id
from functions.core.ports import Ledger, Mac
from functions.core.routes import ERASING, FOLLOWING, PERMISSIONS
from functions.core.session import MOST_SECONDS, Session, seal
from functions.core.subjects import identify


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What a caller asks for."""

    user_id: str
    permissions: tuple[str, ...]
    seconds: int = MOST_SECONDS


@dataclass(frozen=True, slots=True)
class CreateSession:
    """What it needs of the world; ``mac`` makes pseudonyms, ``sealing`` seals tokens."""

    ledger: Ledger
    mac: Mac
    sealing: Mac


def parse_session_request(body: Mapping[str, object]) -> SessionRequest:
    """The request in a JSON body. Raises `Invalid` with the field named."""
    fields = {"user_id", "permissions", "seconds"}
    if not body.keys() <= fields:
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(fields))}", field="body")
    seconds = body.get("seconds", MOST_SECONDS)
    if type(seconds) is not int or not 1 <= seconds <= MOST_SECONDS:  # a bool is an int, and no number here
        raise Invalid(f"must be a whole number from 1 to {MOST_SECONDS}", field="seconds")
    return SessionRequest(parse_user_id(body.get("user_id")), _permissions(body.get("permissions")), seconds)


def create_session(
    request: SessionRequest, team: str, world: CreateSession, now: datetime
) -> tuple[Session, str]:
    """A session and its token. Raises `ErasureRunning`, unless it is to follow that erasure and no more."""
    if world.ledger.closed(team):
        raise ErasureRunning
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        user = identify(team, request.user_id, world.mac, world.ledger)
        if request.permissions == (FOLLOWING,) or world.ledger.tombstone(team, user.subject) is None:
            break
    else:
        raise ErasureRunning
    if ERASING not in request.permissions:  # whoever may erase gets a receipt, and shows by this whose it is
        user = replace(user, commitment=None)
    until = now.replace(microsecond=0) + timedelta(seconds=request.seconds)
    session = Session(new_id(now), team, user, request.permissions, until)
    return session, seal(session, world.sealing)


def _permissions(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    if not listed or len(listed) > len(PERMISSIONS) or any(name not in PERMISSIONS for name in listed):
        raise Invalid(f"must be a list of at least one of {', '.join(PERMISSIONS)}", field="permissions")
    return tuple(name for name in PERMISSIONS if name in listed)
