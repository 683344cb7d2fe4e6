"""Every minute: what is due. Today that is the job whose file never came (``expired``)."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.errors import Conflict
from functions.core.names import JobRef
from functions.core.ports import Due, Jobs, Presence
from functions.core.times import Clock


@dataclass(frozen=True, slots=True)
class Sweep:
    """What it needs of the world."""

    due: Due
    jobs: Jobs
    originals: Presence
    clock: Clock


def sweep(world: Sweep, until: datetime) -> int:
    """Expire what is due; how many jobs that were. What is left at ``until`` is due again next time.

    The index lags: a job that got its file meanwhile, or whose user was erased, is passed over. So is one
    whose file is there and still waits for its masker.
    """
    expired = 0
    for ref in world.due.jobs(world.clock()):
        now = world.clock()
        if now >= until:
            break
        try:
            _expire(ref, world, now)
        except Conflict:
            continue
        expired += 1
    return expired


def _expire(ref: JobRef, world: Sweep, now: datetime) -> None:
    job = world.jobs.get(ref)
    if job is None or world.originals.look(job.key):
        raise Conflict
    world.jobs.expire(job, now)
