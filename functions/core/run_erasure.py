"""The workflow of an erasure around its worker: which parts it has, when it may begin, and how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.erasure import (
    COMPLETED,
    ERRORS,
    FAILED,
    HELD,
    PARTIAL,
    RUNNING,
    SCHEDULED,
    Count,
    Erasure,
)
from functions.core.errors import Conflict, Tombstoned
from functions.core.names import part_id
from functions.core.ports import Ledger
from functions.core.reach import SLICES, OfTeam, Wide
from functions.core.receipt import Receipts
from functions.core.times import Clock

DAY: Final = 24  # of the pauses between attempts, of an hour each in prod
WEEK: Final = 7 * DAY
MOST_ATTEMPTS: Final = 24  # by itself; whoever asks may run it again


@dataclass(frozen=True, slots=True)
class Run:
    """What it needs of the world. ``retry`` is the time after which a partial erasure tries again."""

    ledger: Ledger
    clock: Clock
    receipts: Receipts
    retry: timedelta


def plan(team: str, erasure_id: str, world: Run) -> tuple[str, ...] | datetime | None:
    """The ids of the erasures that have to be worked on now; or when to ask again; None if it has ended.

    A scheduled one begins here; a partial one, whose workflow waited, tries again.
    """
    erasure = world.ledger.get(team, erasure_id)
    if erasure is None:
        return None
    if erasure.state == SCHEDULED and erasure.starts_at and world.clock() < erasure.starts_at:
        return erasure.starts_at
    if erasure.state == SCHEDULED:
        erasure = _begun(erasure, world)
    elif erasure.state == PARTIAL:
        erasure = _again(erasure, world)
    if erasure.state != RUNNING:
        return None
    if not erasure.parts:
        return (erasure.id,)
    return tuple(part.id for part in world.ledger.several(team, erasure.parts) if part.state == RUNNING)


def finish(team: str, erasure_id: str, world: Run) -> tuple[str, datetime | None]:
    """Say how the parts ended together: the state, and when to try again if something is left."""
    erasure = world.ledger.get(team, erasure_id)
    if erasure is None:
        return FAILED, None
    if erasure.state == RUNNING and erasure.parts:
        erasure = _gathered(erasure, world)
        _store(erasure, world)
    if erasure.state != PARTIAL:
        return erasure.state, None
    if erasure.why == HELD:  # whoever lifts the hold does not wait for this
        return HELD, world.clock() + world.retry * (WEEK if erasure.wide else DAY)
    if erasure.attempt >= MOST_ATTEMPTS:
        return erasure.state, None
    return erasure.state, world.clock() + world.retry


def together(erasure: Erasure, parts: list[Erasure]) -> Erasure:
    """An erasure with what its parts met so far."""
    counts: dict[str, Count] = {}
    for part in parts:
        for store, count in part.counts.items():
            before = counts.get(store, Count())
            counts[store] = Count(before.deleted + count.deleted, before.left + count.left)
    leases = [part.busy_until for part in parts if part.busy_until]
    looks = [part.quiet_since for part in parts if part.quiet_since]
    return replace(
        erasure,
        counts=counts,
        busy_until=max(leases, default=None),
        passes=max((part.passes for part in parts), default=0),
        quiet_since=min(looks, default=None),
    )


def _begun(erasure: Erasure, world: Run) -> Erasure:
    parts = list(_slices(erasure))
    for part in parts:
        try:
            world.ledger.begin(part)
        except Tombstoned:
            continue  # begun before, by a step whose answer was lost
    begun = replace(erasure, state=RUNNING, parts=tuple(part.id for part in parts))
    return world.ledger.save(begun)


def _slices(erasure: Erasure) -> Iterator[Erasure]:
    for number in range(SLICES):
        assert isinstance(erasure.scope, Wide)
        scope = replace(erasure.scope, slice=number)
        # Named by the whole, so that beginning twice begins the same.
        name = part_id(erasure.id, number)
        yield Erasure(name, erasure.team, scope, erasure.requested_at, parent=erasure.id)


def _again(erasure: Erasure, world: Run) -> Erasure:
    for part in world.ledger.several(erasure.team, erasure.parts):
        if part.state in {PARTIAL, FAILED}:
            scope = part.scope
            if isinstance(erasure.scope, OfTeam) and isinstance(scope, OfTeam):
                scope = replace(scope, end=erasure.scope.end)
            world.ledger.save(replace(part.again(), scope=scope))
    return world.ledger.save(erasure.again())


def _gathered(erasure: Erasure, world: Run) -> Erasure:
    parts = world.ledger.several(erasure.team, erasure.parts)
    states = {part.state for part in parts}
    if RUNNING in states or len(parts) < len(erasure.parts):
        raise Conflict  # somebody runs a part again in this moment; the step is tried again
    gathered, now = together(erasure, parts), world.clock()
    if states == {COMPLETED}:
        return gathered.ended(COMPLETED, now)
    whys = {part.why for part in parts if part.state != COMPLETED}
    ended = gathered.ended(PARTIAL, now, HELD if whys == {HELD} else ERRORS)
    if isinstance(ended.scope, OfTeam) and ended.scope.end is None:
        # The team may create again; what it creates from now on is none of this erasure's.
        return replace(ended, scope=replace(ended.scope, end=now))
    return ended


def _store(erasure: Erasure, world: Run) -> None:
    if erasure.state == COMPLETED:
        assert erasure.quiet_since is not None
        receipt = world.receipts.of(erasure, erasure.quiet_since)
        world.ledger.complete(replace(erasure, receipt=receipt), erasure.end_entry)
    else:
        world.ledger.save(erasure, erasure.end_entry)
