"""The sweeper's part in erasures: what nobody approved in time is cancelled, for who asks and for good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.core.audit import ENDED, SERVICE, Act
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, NOT_APPROVED
from functions.core.errors import Conflict
from functions.core.ports import Ledger
from functions.core.times import Clock


@dataclass(frozen=True, slots=True)
class Awaiting:
    """That an erasure was asked for which could be approved until then; decided or not."""

    until: datetime
    team: str
    erasure: str


class Unapproved(Protocol):
    """What leads to erasures that await approval."""

    def over(self, now: datetime) -> Sequence[Awaiting]:
        """Those whose time is over, longest ago first, a hundred at most."""

    def drop(self, awaiting: Awaiting) -> None:
        """Find it no more. To drop what is not there is no error."""


@dataclass(frozen=True, slots=True)
class EndUnapproved:
    """What it needs of the world. ``report`` logs a fault."""

    unapproved: Unapproved
    ledger: Ledger
    clock: Clock
    report: Callable[[Exception], None]


def end_unapproved(world: EndUnapproved, until: datetime) -> int:
    """Cancel what nobody approved in time; how many. What fails, or is left, is the next pass's."""
    ended = 0
    for awaiting in world.unapproved.over(world.clock()):
        if world.clock() >= until:
            break
        try:
            ended += _ended(awaiting, world)
            world.unapproved.drop(awaiting)
        except Conflict:
            continue  # decided in this moment
        except Exception as error:  # of one: the others' time is over as well
            world.report(error)
    return ended


def _ended(awaiting: Awaiting, world: EndUnapproved) -> bool:
    erasure, now = world.ledger.get(awaiting.team, awaiting.erasure), world.clock()
    if erasure is None:
        return False
    cancelled = erasure.as_of(now)
    if cancelled is erasure:
        return False
    changes = {"state": (AWAITING_APPROVAL, CANCELLED), "why": (None, NOT_APPROVED)}
    entry = Act(erasure.team, SERVICE, now).entry(ENDED, erasure.id, **changes)
    world.ledger.save(cancelled, entry)
    return True
