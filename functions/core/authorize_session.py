"""Whether a session may call: its seal, its time, and whether its user is being erased."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.ports import Ledger, Verifier
from functions.core.session import Session, unseal


@dataclass(frozen=True, slots=True)
class AuthorizeSession:
    """What it needs of the world."""

    ledger: Ledger
    verifier: Verifier


def authorize_session(token: str, world: AuthorizeSession, now: datetime) -> Session | None:
    """The session of a token, or None: not ours, over, or ended by the tombstone of its user (promise 5)."""
    session = unseal(token, world.verifier, now)
    if session is None or world.ledger.tombstone(session.team, session.user.subject):
        return None
    return session
