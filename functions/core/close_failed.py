"""The consumer of the dead letters: a job that ran out of retries says so, and the message goes."""

from dataclasses import dataclass

from functions.core.job import FAILED, OPEN, REVIEW
from functions.core.mask_photo import KEPT, LATE, ORPHANED, Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Jobs, Objects
from functions.core.retention_ports import TeamSettings
from functions.core.times import Clock


@dataclass(frozen=True, slots=True)
class CloseFailed:
    """What it needs of the world."""

    jobs: Jobs
    originals: Objects
    held: Objects
    results: Objects
    settings: TeamSettings
    clock: Clock


def close_failed(event: Uploaded, world: CloseFailed) -> str:
    """Set the job of a dead letter to ``failed``; its original stays, for a retry.

    Raises `Conflict` while a lease is open, so that the message comes back. A file that belongs to no
    open job is deleted, as the masker would have done; so is what a masker stored that was killed before
    it could close.
    """
    key = ObjectKey.parse(event.key)
    job = world.jobs.get(key.ref) if key else None
    if job is None or str(job.key) != event.key:
        world.originals.delete(event.key)
        return ORPHANED
    if job.state in OPEN:
        now = world.clock()
        keep = world.settings.of(job.ref.team).retention.keep(FAILED, now)
        world.jobs.fail(job, event.etag, now, keep)
        _drop(event, world)
        return FAILED
    if job.state == FAILED and job.claim and job.claim.etag == event.etag:
        _drop(event, world)  # this function may have been killed before it could
        return KEPT
    if job.state == REVIEW and job.claim and job.claim.until <= world.clock():
        world.results.delete(event.key)  # of a release: its masker may have been killed before it closed
    world.originals.delete(event.key)
    return LATE


def _drop(event: Uploaded, world: CloseFailed) -> None:
    for store in (world.held, world.results):
        store.delete(event.key)
