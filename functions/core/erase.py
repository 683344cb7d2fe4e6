"""The worker of an erasure: look over every store, delete what is there, look again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.erasure import COMPLETED, FAILED, HELD, PARTIAL, RUNNING, Count, Erasure
from functions.core.errors import Conflict
from functions.core.holds import Holds
from functions.core.ports import Ledger
from functions.core.reach import OfUser, Reach
from functions.core.receipt import Receipts
from functions.core.remask_depicted import KEEP
from functions.core.store_names import REMASKED, SEALED
from functions.core.store_ports import Store, Trace
from functions.core.times import Clock

PAUSE: Final = timedelta(seconds=5)  # between looks that keep finding something
OVERTAKEN: Final = timedelta(seconds=60)  # until it is asked whether the other worker goes on, or has died


@dataclass(frozen=True, slots=True)
class Erase:
    """What it needs of the world. ``rows`` come first among ``stores``: what has no row is not shown.

    The row of a job with others in its picture goes after all files, in a second turn of the same look: it is
    what leads the erasure of any of them to files that stand under somebody else's prefix.

    ``lag`` is how long an index may be behind, or a writer take after it asked for a team's tombstone.
    """

    ledger: Ledger
    stores: Sequence[Store]
    rows: Store
    clock: Clock
    receipts: Receipts
    holds: Holds
    lag: timedelta = timedelta(0)


def erase(team: str, erasure_id: str, world: Erase, until: datetime) -> datetime | None:
    """Work on an erasure until ``until``; when to go on, or None when it has ended.

    A look that may begin at once begins in the same step, as pages do. Whether somebody holds the person is
    asked once for each step.

    Interrupted anywhere it goes on with the look that it was at; run twice it is harmless. How far it is
    stands in the record and not in the workflow, whose history lives for 90 days: a place in a listing
    names a pseudonym. When another worker moved the record meanwhile this one stops: that one goes on.
    """
    try:
        return _worked(team, erasure_id, world, until)
    except Conflict:
        return world.clock() + OVERTAKEN


def fail_erasure(team: str, erasure_id: str, world: Erase) -> None:
    """Mark an erasure whose worker gave up; asking for it again runs it again."""
    erasure = world.ledger.get(team, erasure_id)
    if erasure and erasure.state == RUNNING:
        failed = erasure.ended(FAILED, world.clock())
        world.ledger.save(failed, failed.end_entry)


def _worked(team: str, erasure_id: str, world: Erase, until: datetime) -> datetime | None:
    erasure = world.ledger.get(team, erasure_id)
    if erasure is None or erasure.state != RUNNING or erasure.parts:
        return None
    if erasure.subject and world.holds.held(team, erasure.subject):
        held = erasure.ended(PARTIAL, world.clock(), HELD)
        world.ledger.save(held, held.end_entry)
        return None
    while True:
        erasure = erasure.looking(world.clock())
        while erasure.look.store < len(world.stores) or (_last(erasure, world) and erasure.look.leading):
            erasure = _turned(erasure, world)
            if world.clock() >= until:
                world.ledger.save(erasure)
                return world.clock()
        erasure, again = _looked(erasure, world)
        if again is None:
            return None
        if not again <= world.clock() < until:
            world.ledger.save(erasure)
            return again


def _free(traces: Sequence[Trace], erasure: Erasure, world: Erase) -> Sequence[Trace]:
    """Those that nobody holds. What is the erased person's own was asked about before."""
    owners = {(erasure.team, owner) for trace in traces for owner in _owners(trace)}
    owners.discard((erasure.team, erasure.subject))
    held = world.holds.among(owners) if owners else ()
    if not held:
        return traces
    return [t for t in traces if not any((erasure.team, owner) in held for owner in _owners(t))]


def _owners(trace: Trace) -> set[str]:
    """Whose it is, and whose photo it leads to: while that is kept, so is what leads there."""
    return {trace.owner, *((trace.leads.subject,) if trace.leads else ())}


def _last(erasure: Erasure, world: Erase) -> bool:
    return erasure.look.store == len(world.stores)


def _turned(erasure: Erasure, world: Erase) -> Erasure:
    """One page: of the next store, or at last of what leads to files."""
    last = _last(erasure, world)
    store = world.rows if last else world.stores[erasure.look.store]
    if _sealed(store, erasure):
        return erasure.turned(0, 0, None)
    page = store.find(erasure.reach, erasure.look.after)
    free = _free(page.traces, erasure, world)
    held, leading = len(page.traces) - len(free), [trace for trace in free if trace.leads]
    if last:
        ready = [trace for trace in leading if _leads_to_nothing(trace, erasure, world)]
        erasure = _deleted(ready, len(leading) - len(ready), store, leading, erasure, world)
        return erasure.turned(0, 0, page.after)
    ready = [trace for trace in free if not trace.leads and trace.fate != KEEP]
    erasure, failed = _left_alone([trace for trace in free if trace.fate == KEEP], store, erasure)
    erasure = _deleted(ready, held + failed, store, free, erasure, world)
    return erasure.turned(len(free), held, page.after, len(leading))


def _left_alone(traces: Sequence[Trace], store: Store, erasure: Erasure) -> tuple[Erasure, int]:
    """Pictures of others that were masked again: what leads there goes; of how many it could not."""
    if not traces:
        return erasure, 0
    failed = store.delete(traces)
    return erasure.counted(REMASKED, len(traces) - failed, 0), failed


def _sealed(store: Store, erasure: Erasure) -> bool:
    """Whether a look, of this attempt, found a store empty to which nobody has been able to add since.

    A user's tombstone stands before the first look, and whatever writes there asks for it in the same
    transaction. Everything else, files above all, is looked at again whatever was there before; so is where
    pictures were met that were left to others, because they are counted elsewhere.
    """
    of_user, empty = isinstance(erasure.scope, OfUser), erasure.counts.get(store.name) == Count()
    spared = REMASKED in erasure.counts
    return of_user and erasure.passes > 0 and empty and not spared and store.name in SEALED


def _leads_to_nothing(trace: Trace, erasure: Erasure, world: Erase) -> bool:
    """Whether a look that began after the lease on a job has left no file of it."""
    ref, began = trace.leads, erasure.look.began
    assert ref is not None
    assert began is not None
    if trace.busy_until and trace.busy_until > began:
        return False
    files = [store for store in world.stores if store.name != world.rows.name]
    if not any(erasure.counts[store.name].left for store in files):
        return True
    reach = Reach(ref.team, ref.subject, ref.job)
    return not any(store.find(reach).traces for store in files)


def _deleted(
    traces: Sequence[Trace], left: int, store: Store, seen: Sequence[Trace], erasure: Erasure, world: Erase
) -> Erasure:
    for trace in seen:
        erasure = erasure.busy(trace.busy_until)
    failed = 0
    if traces:
        if erasure.busy_until or any(count.deleted for count in erasure.counts.values()):
            erasure = world.ledger.save(erasure)  # leases first: once the rows are gone nobody knows them
        failed = store.delete(traces)
    again = _last(erasure, world)
    return erasure.counted(store.name, len(traces) - failed, failed + left, again=again)


def _looked(erasure: Erasure, world: Erase) -> tuple[Erasure, datetime | None]:
    """The erasure after a whole look, and when the next one may begin: None if it has ended, and says so."""
    lag = world.lag if erasure.wide else timedelta(0)
    look, looked = erasure.look, erasure.looked(world.clock(), lag)
    if looked.state == COMPLETED:
        assert look.began is not None
        # Signed before it is stored: there is no completed erasure without its receipt.
        signed = replace(looked, receipt=world.receipts.of(looked, look.began))
        world.ledger.complete(signed, signed.end_entry)
    elif looked.state != RUNNING:
        world.ledger.save(looked, looked.end_entry)
    if looked.state != RUNNING:
        return looked, None
    quiet_until = looked.quiet_since + lag if looked.quiet_since else world.clock()
    return looked, max(quiet_until, _next_look(looked, look.found, world.clock()))


def _next_look(erasure: Erasure, found: int, now: datetime) -> datetime:
    pause = now + PAUSE if found and (erasure.left or erasure.passes > 1) else now
    return max(pause, erasure.busy_until or now)
