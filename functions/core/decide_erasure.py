"""POST /v1/erasures/{id}/approve and …/cancel: a second person, and time to think again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.core.audit import APPROVED, Act, Entry
from functions.core.audit import CANCELLED as CANCELLING
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, SCHEDULED, Erasure
from functions.core.erasure_request import Asker
from functions.core.errors import Conflict, NotAllowed, NotPending
from functions.core.get_erasure import get_erasure
from functions.core.ports import Executions, Ledger


@dataclass(frozen=True, slots=True)
class DecideErasure:
    """What it needs of the world.

    ``fresh`` is how long ago a sign-in may be, ``delay`` the time between approval and beginning.
    """

    ledger: Ledger
    executions: Executions
    fresh: timedelta
    delay: timedelta


def approve_erasure(erasure_id: str, team: str, asker: Asker, world: DecideErasure, now: datetime) -> Erasure:
    """The erasure, which begins when the delay is over.

    Raises `NotFound`, `NotAllowed` for whoever asked for it or is not ``privacy``, `FreshSignInRequired`,
    and `NotPending` if it does not await approval, or any more.
    """
    person = asker.require("privacy", world.fresh, now)
    erasure = get_erasure(erasure_id, team, world.ledger, now)
    if person == erasure.by:
        raise NotAllowed("takes another person than the one who asked")
    scheduled = erasure
    if erasure.state == AWAITING_APPROVAL:
        scheduled = replace(erasure, state=SCHEDULED, approved_by=person, starts_at=now + world.delay)
        _save(scheduled, Act(team, person, now).entry(APPROVED, erasure.id), world)
    elif erasure.state != SCHEDULED:
        raise NotPending
    world.executions.start(team, erasure.id, erasure.attempt)
    return scheduled


def cancel_erasure(erasure_id: str, team: str, asker: Asker, world: DecideErasure, now: datetime) -> Erasure:
    """The erasure, cancelled. Raises `NotFound`, and `NotPending` once it has begun."""
    if asker.person is None:
        raise NotAllowed("takes a person of the team's staff")
    erasure = get_erasure(erasure_id, team, world.ledger, now)
    if erasure.state not in {AWAITING_APPROVAL, SCHEDULED}:
        raise NotPending
    cancelled = erasure.ended(CANCELLED, now)
    _save(cancelled, Act(team, asker.person, now).entry(CANCELLING, erasure.id), world)
    return cancelled


def _save(erasure: Erasure, entry: Entry, world: DecideErasure) -> None:
    try:
        world.ledger.save(erasure, entry)
    except Conflict:
        raise NotPending from None
