"""Every minute: what is due. A job whose file never came is ``expired``; what is over goes (`retain`).

A job that is due and whose file did come has a message in the maskers' queue; or it lost it, to a retry
that was killed half way or to a queue that was behind for longer than its messages live. So it gets one
more. A message too many is harmless: one masker has the lease, and a closed job's finds nothing to do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from functions.core.end_copies import EndCopies, end_copies
from functions.core.end_unapproved import EndUnapproved, end_unapproved
from functions.core.errors import Conflict
from functions.core.job import AWAITING_UPLOAD, EXPIRED, Job
from functions.core.names import JobRef
from functions.core.ports import Jobs, Presence, Requeue
from functions.core.redate import Redate, redate
from functions.core.restrict import Settling, walk_on
from functions.core.retain import STUCK, Retain, Swept, put_off, retain
from functions.core.retain_exports import RetainExports, retain_exports
from functions.core.retention_ports import Due, TeamSettings

BATCH: Final = 100  # DynamoDB reads no more in one call
DATED: Final = "dated"
ENDED: Final = "copies"  # of datasets: withdrawn, or over
UNAPPROVED: Final = "unapproved"  # erasures; they stand in no shard, and one of the sweepers ends them
WALKS: Final = 3  # a walk may take this part of a shard's time: what is due comes first


@dataclass(frozen=True, slots=True)
class Sweep:
    """What it needs of the world. ``most`` is how many jobs a pass takes of a shard: the stage's capacity.

    ``message_life`` is how long the queue keeps a message.
    """

    due: Due
    jobs: Jobs
    originals: Presence
    queue: Requeue
    message_life: timedelta
    settings: TeamSettings
    retain: Retain
    redate: Redate
    settling: Settling
    ending: EndCopies
    exports: RetainExports
    unapproved: EndUnapproved
    most: int


def sweep(world: Sweep, shards: Sequence[int], until: datetime) -> Swept:
    """One pass over what is due in these shards. What is left over is due again next time.

    Each shard has its share of the time. One that cannot be asked does not stop the others; then the pass
    fails in the end, so that nobody takes it for a whole one.
    """
    swept, clock = Swept(), world.retain.clock
    failed: Exception | None = None
    for turn, shard in enumerate(shards):
        now = clock()
        share = (until - now) / (len(shards) - turn)
        try:
            if dated := redate(world.redate, shard, world.most, now + share / WALKS):
                swept.outcomes[DATED] += dated
            if ended := end_copies(shard, world.ending, clock() + share / WALKS):
                swept.outcomes[ENDED] += ended
            if shard == 0 and (late := end_unapproved(world.unapproved, clock() + share / WALKS)):
                swept.outcomes[UNAPPROVED] += late
            walk_on(shard, world.settling, clock() + share / WALKS, world.retain.report)
            _sweep(shard, world, swept, now + share)
            retain_exports(shard, world.exports, swept, now + share)
        except Exception as error:
            world.retain.report(error)
            failed = error
    if failed:
        raise failed
    return swept


def _sweep(shard: int, world: Sweep, swept: Swept, until: datetime) -> None:
    """What is due in a shard, oldest first.

    The index lags: a job that got its masker meanwhile, or whose user was erased, is passed over. One whose
    file is there and still waits for its masker is due again when the message that it is sent has ended.
    """
    clock = world.retain.clock
    for refs in _batches(islice(world.due.jobs(shard, clock()), world.most)):
        jobs = _read(refs, world, swept)
        if clock() >= until:
            swept.late(min((job.keep.next for job in jobs if job.keep), default=None), clock())
            break
        retain([job for job in jobs if job.keep], world.retain, swept)
        for job in jobs:
            if job.keep is None and clock() < until:
                _end(job, world, swept)


def _end(job: Job, world: Sweep, swept: Swept) -> None:
    now = world.retain.clock()
    if job.state != AWAITING_UPLOAD or job.due_at is None or job.due_at > now:
        return
    try:
        original = world.originals.look(job.key)
        if original is None and job.restricted_from and world.settling.shelf.resume(job.key):
            original = world.originals.look(job.key)  # whoever lifted the restriction was interrupted
        if original is None:
            retention = world.settings.of(job.ref.team).retention
            world.jobs.expire(job, now, retention.keep(EXPIRED, now))
            swept.outcomes[EXPIRED] += 1
        else:
            world.queue.send(original)  # before it is written that it was: twice is harmless, never is not
            world.jobs.postpone(job, now + world.message_life, now)
    except Conflict:
        return
    except Exception as error:
        world.retain.report(error)
        swept.outcomes[STUCK] += 1


def _read(refs: Sequence[JobRef], world: Sweep, swept: Swept) -> Sequence[Job]:
    """The jobs as of now. If one of them cannot be read, each by itself."""
    try:
        return world.retain.retained.read(refs)
    except Exception as error:
        world.retain.report(error)
    jobs: list[Job] = []
    for ref in refs:
        try:
            jobs += world.retain.retained.read([ref])
        except Exception as error:
            world.retain.report(error)
            put_off(ref, world.retain)
            swept.outcomes[STUCK] += 1
    return jobs


def _batches(refs: Iterable[JobRef]) -> Iterator[list[JobRef]]:
    rest = iter(refs)
    while batch := list(islice(rest, BATCH)):
        yield batch
