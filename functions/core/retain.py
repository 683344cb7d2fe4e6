"""Delete what is over: the file first, then what leads to it (promise 8).

One job that cannot be deleted never stops the others: it is put off for a while and counted as ``stuck``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from functions.core.datasets import copy_key
from functions.core.errors import Conflict
from functions.core.holds import Holds, held_jobs, leaves_net
from functions.core.job import DONE, FAILED, REVIEW, Job
from functions.core.names import JobRef
from functions.core.retention import as_of
from functions.core.retention_ports import Files, Retained
from functions.core.times import Clock

AGAIN: Final = timedelta(minutes=10)  # what is held or stuck: it would else stand before all the others
RELEASED: Final = "released"
REMOVED: Final = "removed"
HELD: Final = "held"
STUCK: Final = "stuck"
UNREVIEWED: Final = "unreviewed"  # released because nobody had looked at it in time
PLACES: Final = {DONE: "results", REVIEW: "held", FAILED: "originals"}
Report = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Retain:
    """What it needs of the world. ``files`` are the buckets by name; ``report`` logs a fault."""

    retained: Retained
    files: Mapping[str, Files]
    holds: Holds
    clock: Clock
    report: Report


@dataclass(slots=True)
class Swept:
    """What a pass has done, by outcome; ``lag`` is how late the latest of it was."""

    outcomes: Counter[str] = field(default_factory=Counter)
    lag: timedelta = timedelta()

    def late(self, due: datetime | None, now: datetime) -> None:
        """Something that was due then is only now, or not even now, dealt with."""
        if due:
            self.lag = max(self.lag, now - due)


def retain(jobs: Sequence[Job], world: Retain, swept: Swept) -> None:
    """Delete of these closed jobs what is over. The index lags: what is not over is passed by."""
    now = world.clock()
    over = [job for job in jobs if as_of(job, now) != job]
    free = _free(over, world, swept)
    left = [(job, as_of(job, now)) for job in free]
    stuck = _delete_files(left, world)
    for job, kept in left:
        _settle(job, kept, str(job.key) in stuck, world, swept)


def put_off(ref: JobRef, world: Retain) -> None:
    """Look after a job later; if not even that is possible, it is found again at once."""
    try:
        world.retained.postpone(ref, world.clock() + AGAIN)
    except Exception as error:
        world.report(error)


def _free(jobs: Sequence[Job], world: Retain, swept: Swept) -> Sequence[Job]:
    """Those in which nobody is held. If that cannot be told, nothing is deleted."""
    try:
        held = held_jobs(jobs, world.holds) if jobs else ()
    except Exception as error:
        world.report(error)
        swept.outcomes[STUCK] += len(jobs)
        return ()
    for job in held:
        swept.outcomes[HELD] += 1
        _take_out_of_net(job, world)
        put_off(job.ref, world)
    return [job for job in jobs if job not in held]


def _take_out_of_net(job: Job, world: Retain) -> None:
    """No lifecycle rule ends what is held. That of `originals` knows no tags: it ends all that is there."""
    now, keep = world.clock(), job.keep
    if keep is None:
        return
    try:
        if job.state in {DONE, REVIEW} and leaves_net(keep.file, now):
            for key in (str(job.key), *_copies(job)):
                world.files[PLACES[job.state]].tag(key, None)
        if leaves_net(keep.original, now):
            world.files[PLACES[REVIEW]].tag(str(job.key), None)
    except Exception as error:
        world.report(error)


def _copies(job: Job) -> list[str]:
    """What a team keeps of a result that was reported: it goes with what nobody looked at in time."""
    return [str(copy_key(job.ref, purpose)) for purpose in job.consents] if job.state == REVIEW else []


def _delete_files(jobs: Sequence[tuple[Job, Job | None]], world: Retain) -> frozenset[str]:
    """Delete the files that these jobs have and keep no more; the keys of those that may be still there."""
    stuck: set[str] = set()
    places: dict[str, list[str]] = {place: [] for place in PLACES.values()}
    for job, over in jobs:
        for place in _over(job, over):
            places[place].append(str(job.key))
        places[PLACES[REVIEW]] += _copies(job)
    for place, keys in places.items():
        try:
            stuck |= world.files[place].delete(keys) if keys else set()
        except Exception as error:
            world.report(error)
            stuck |= set(keys)
    return frozenset(stuck)


def _over(job: Job, over: Job | None) -> Iterator[str]:
    """Where a job has a file that is over: its result or original, and the original held for correction."""
    kept = over.keep if over else None
    if job.keep and job.keep.file and not (kept and kept.file) and job.state in PLACES:
        yield PLACES[job.state]
    if job.keep and job.keep.original and not (kept and kept.original):
        yield PLACES[REVIEW]


def _settle(job: Job, over: Job | None, stuck: bool, world: Retain, swept: Swept) -> None:
    assert job.keep is not None
    try:
        if not stuck and over is None:
            world.retained.remove(job)
        elif not stuck and over is not None:
            world.retained.release(job, over)
    except Conflict:
        return  # erased, opened or dated again since it was read
    except Exception as error:
        world.report(error)
        stuck = True
    if stuck:
        put_off(job.ref, world)
    swept.outcomes[STUCK if stuck else _ended(job, over)] += 1
    swept.late(job.keep.next, world.clock())


def _ended(job: Job, over: Job | None) -> str:
    if over is None:
        return REMOVED
    return UNREVIEWED if job.state == REVIEW else RELEASED
