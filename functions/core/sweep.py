"""Every minute: what is due. Today that is the job whose file never came (``expired``).

A job that is due and whose file did come has a message in the maskers' queue; or it lost it, to a retry
that was killed half way or to a queue that was behind for longer than its messages live. So it gets one
more. A message too many is harmless: one masker has the lease, and a closed job's finds nothing to do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.core.errors import Conflict
from functions.core.job import AWAITING_UPLOAD
from functions.core.names import JobRef
from functions.core.ports import Due, Jobs, Presence, Requeue
from functions.core.times import Clock


@dataclass(frozen=True, slots=True)
class Sweep:
    """What it needs of the world. ``message_life`` is how long the queue keeps a message."""

    due: Due
    jobs: Jobs
    originals: Presence
    queue: Requeue
    clock: Clock
    message_life: timedelta


def sweep(world: Sweep, until: datetime) -> int:
    """Expire what is due; how many jobs that were. What is left at ``until`` is due again next time.

    The index lags: a job that got its masker meanwhile, or whose user was erased, is passed over. One whose
    file is there and still waits for its masker is due again when the message that it is sent has ended.
    """
    expired = 0
    for ref in world.due.jobs(world.clock()):
        now = world.clock()
        if now >= until:
            break
        try:
            expired += _end(ref, world, now)
        except Conflict:
            continue
    return expired


def _end(ref: JobRef, world: Sweep, now: datetime) -> bool:
    job = world.jobs.get(ref)
    if job is None or job.state != AWAITING_UPLOAD or job.due_at is None or job.due_at > now:
        return False
    original = world.originals.look(job.key)
    if original is None:
        world.jobs.expire(job, now)
        return True
    world.queue.send(original)  # before it is written that it was: sent twice is harmless, never is not
    world.jobs.postpone(job, now + world.message_life, now)
    return False
