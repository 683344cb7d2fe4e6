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


def authorize_session(
    token: str, world: AuthorizeSession, now: datetime, *, outlives: bool = False
) -> Session | None:
    """The session of a token, or None: not ours, over, or ended by the tombstone of its user (promise 5).

    What it is asked for may ``outlive`` the tombstone: to follow the erasure, and nothing else.
    """
    session = unseal(token, world.verifier, now)
    if session is None or outlives:
        return session
    return None if world.ledger.tombstone(session.team, session.user.subject) else session
