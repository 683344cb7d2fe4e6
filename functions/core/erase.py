"""The worker of an erasure: look over every store, delete what is there, look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.erasure import COMPLETED, FAILED, RUNNING, Erasure
from functions.core.ports import Ledger, Store
from functions.core.times import Clock

PAUSE: Final = timedelta(seconds=5)  # between looks that keep finding something


@dataclass(frozen=True, slots=True)
class Erase:
    """What it needs of the world. Rows come first among ``stores``: what has no row is not shown."""

    ledger: Ledger
    stores: Sequence[Store]
    clock: Clock


def erase(team: str, erasure_id: str, world: Erase, until: datetime) -> datetime | None:
    """Work on an erasure until ``until``; when to go on, or None when it has ended.

    Interrupted anywhere it goes on, because it begins each time with what is still there; run twice
    it is harmless. Raises `Conflict` when another execution moved the record meanwhile.
    """
    erasure = world.ledger.get(team, erasure_id)
    if erasure is None or erasure.state != RUNNING:
        return None
    began, found = world.clock(), 0
    for store in world.stores:
        before = erasure.deleted
        erasure, met, finished = _sweep(erasure, store, world, until)
        found += met
        if not finished and erasure.deleted > before:
            return world.clock()
    erasure = erasure.looked(found=found, began=began, now=world.clock())
    if erasure.state == COMPLETED:
        world.ledger.complete(erasure)
    else:
        world.ledger.save(erasure, RUNNING)
    return _next_look(erasure, found, world.clock()) if erasure.state == RUNNING else None


def fail_erasure(team: str, erasure_id: str, world: Erase) -> None:
    """Mark an erasure whose worker gave up; asking for it again runs it again."""
    erasure = world.ledger.get(team, erasure_id)
    if erasure and erasure.state == RUNNING:
        world.ledger.save(erasure.ended(FAILED, world.clock()), RUNNING)


def _next_look(erasure: Erasure, found: int, now: datetime) -> datetime:
    pause = now + PAUSE if found and (erasure.left or erasure.passes > 1) else now
    return max(pause, erasure.busy_until or now)


def _sweep(erasure: Erasure, store: Store, world: Erase, until: datetime) -> tuple[Erasure, int, bool]:
    """Delete page by page; the erasure, how many traces were met, and whether the store was seen whole."""
    page, met, left = store.find(erasure.team, erasure.subject), 0, 0
    while page.traces or page.after is not None:  # a page may be empty, and not the last
        for trace in page.traces:
            erasure = erasure.busy(trace.busy_until)
        if page.traces:
            world.ledger.save(erasure, RUNNING)  # leases first: once the rows are gone nobody knows them
            failed = store.delete(page.traces)
            met, left = met + len(page.traces), left + failed
            erasure = erasure.counted(store.name, len(page.traces) - failed, left)
        if page.after is None:
            break
        if met and world.clock() >= until:
            world.ledger.save(erasure, RUNNING)
            return erasure, met, False
        page = store.find(erasure.team, erasure.subject, page.after)
    return erasure.counted(store.name, 0, left), met, True
