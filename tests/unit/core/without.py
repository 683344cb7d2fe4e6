"""How to take one guard of an erasure out of a world's fakes, or out of the code; `guards.py` names them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from functions.core.audit import Entry
from functions.core.erasure import Erasure
from functions.core.errors import Replaced
from functions.core.mask_photo import ORPHANED, Uploaded
from functions.core.reach import OfUser
from tests.fakes.retention import FakeHolds
from tests.fakes.world import World

Out = Callable[[World], object]
FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)


def deaf(method: str) -> Out:
    """A write of the job rows that asks nobody's tombstone."""

    def out(world: World) -> None:
        jobs: Any = world.jobs
        write, asks = getattr(jobs, method), jobs._ask_tombstones

        def written(*args: Any) -> Any:
            jobs._ask_tombstones = lambda job: None
            try:
                return write(*args)
            finally:
                jobs._ask_tombstones = asks

        setattr(jobs, method, written)

    return out


def ask_the_user_alone(world: World) -> None:
    """Who is depicted has a tombstone, and nobody asks for it."""
    asks: Any = world.jobs._ask_tombstones
    jobs: Any = world.jobs
    jobs._ask_tombstones = lambda job: asks(replace(job, depicted=()))


def read_whatever_is_there(world: World) -> None:
    originals: Any = world.masking.originals

    def read(key: object, etag: str) -> bytes:
        version = world.originals.current(str(key))
        if version is None:
            raise Replaced
        return version.data

    originals.read = read


def take_nothing_back(world: World) -> None:
    for store in (world.masking.results, world.masking.held):
        put: Any = store
        put.delete = lambda key: None


def note_leases_last(world: World) -> None:
    """The record is written at the end of a look alone."""
    ledger: Any = world.ledger
    save = ledger.save

    def saved(erasure: Erasure, entry: Entry | None = None) -> Erasure:
        return erasure if erasure.look.began else save(erasure, entry)

    ledger.save = saved


def save_whatever_is_known(world: World) -> None:
    """A worker overwrites what another one wrote since it read the record."""
    ledger: Any = world.ledger
    save = ledger.save

    def saved(erasure: Erasure, entry: Entry | None = None) -> Erasure:
        at = (erasure.team, erasure.id)
        ledger.records[at] = replace(ledger.records[at], revision=erasure.revision)
        saved: Erasure = save(erasure, entry)
        return saved

    ledger.save = saved


def begin_no_epoch(world: World) -> None:
    ledger: Any = world.ledger
    ledger.complete = ledger.save


def let_the_tombstone_go(world: World) -> None:
    ledger: Any = world.ledger
    complete = ledger.complete

    def completed(erasure: Erasure, entry: Entry | None = None) -> None:
        complete(erasure, entry)
        if isinstance(erasure.scope, OfUser):
            del ledger.tombstones[erasure.team, erasure.subject]

    ledger.complete = completed


def delete_rows_that_were_claimed(world: World) -> None:
    rows: Any = world.rows
    trace = rows._trace
    rows._trace = lambda *args, **named: replace(trace(*args, **named), seen=None)


def lead_nobody(world: World) -> None:
    """The row goes first, and its files after it, if they can."""
    rows: Any = world.rows
    trace = rows._trace
    rows._trace = lambda *args, **named: replace(trace(*args, **named), leads=None)


def look_once_however_indexes_lag(world: World) -> None:
    world.erasing = replace(world.erasing, lag=timedelta(0))


def ask_for_no_hold(world: World) -> None:
    world.erasing = replace(world.erasing, holds=FakeHolds())


def forget_the_row_before_the_files(world: World) -> None:
    """The row is what leads to files that stand under somebody else's prefix."""
    for bucket in world.buckets.values():
        kept: Any = bucket
        empty = kept.empty
        kept.empty = lambda prefix, empty=empty: empty(prefix) or True


def forget_the_row_before_the_lease(world: World) -> None:
    world.depicted.clock = lambda: FAR


def keep_what_is_orphaned(event: Uploaded, world: Any, why: str) -> str:
    if why != ORPHANED:
        world.originals.delete(event.key)
    return why


_looked = Erasure.looked


def looked_as_if_it_began_now(self: Erasure, now: datetime, lag: timedelta = timedelta(0)) -> Erasure:
    return _looked(replace(self, look=replace(self.look, began=now)), now, lag)


_turned = Erasure.turned


def turned_without_counting(
    self: Erasure, met: int, held: int, after: object | None, leading: int = 0
) -> Erasure:
    return _turned(self, 0, held, after, leading)
