"""DELETE /v1/users/{user_id}: tombstone first, then the workflow (GDPR Art. 17)."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.erasure import COMPLETED, RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned, Unavailable
from functions.core.names import new_id
from functions.core.ports import Executions, Ledger, Mac
from functions.core.subjects import Identified, identify


@dataclass(frozen=True, slots=True)
class RequestErasure:
    """What it needs of the world."""

    ledger: Ledger
    mac: Mac
    executions: Executions


def request_erasure(whom: str | Identified, team: str, world: RequestErasure, now: datetime) -> Erasure:
    """The erasure of everything of this user, running.

    Asked for twice, it is the same erasure; one that ended ``partial`` or ``failed`` runs again.
    """
    for _ in range(2):  # again, if an erasure completed since the epoch was read
        user = identify(team, whom, world.mac, world.ledger)
        erasure = Erasure(new_id(now), team, user.subject, user.person, user.epoch, now)
        try:
            world.ledger.begin(erasure)
        except Tombstoned:
            erasure = _standing(team, user.subject, world.ledger)
        if erasure.state != COMPLETED:
            return _started(erasure, world)
    raise Unavailable


def _standing(team: str, subject: str, ledger: Ledger) -> Erasure:
    standing = ledger.get(team, ledger.tombstone(team, subject) or "")
    if standing is None:
        raise Unavailable
    if standing.state in {RUNNING, COMPLETED}:
        return standing
    return _again(standing, ledger)


def _started(erasure: Erasure, world: RequestErasure) -> Erasure:
    """The erasure, running before it is answered, so that a 202 means it."""
    try:
        world.executions.start(erasure.team, erasure.id, erasure.attempt)
    except Conflict:
        # Its execution ended and could not say so in the record, or it has just ended well.
        now = world.ledger.get(erasure.team, erasure.id)
        if now is None or now.state != RUNNING:
            raise Unavailable from None
        erasure = _again(now, world.ledger)
        world.executions.start(erasure.team, erasure.id, erasure.attempt)
    return erasure


def _again(erasure: Erasure, ledger: Ledger) -> Erasure:
    again = erasure.again()
    try:
        ledger.save(again, erasure.state)
    except Conflict:
        raise Unavailable from None  # somebody else started it again in this moment
    return again
