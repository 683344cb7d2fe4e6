"""The consumer of the dead letters: a job that ran out of retries says so, and the message goes."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Conflict
from functions.core.job import FAILED, OPEN, REVIEW, Job
from functions.core.mask_photo import KEPT, LATE, ORPHANED, Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Jobs, Objects
from functions.core.restriction import Restrictions
from functions.core.retention_ports import TeamSettings
from functions.core.times import Clock

REOPENED: Final = "reopened"


@dataclass(frozen=True, slots=True)
class CloseFailed:
    """What it needs of the world."""

    jobs: Jobs
    originals: Objects
    held: Objects
    results: Objects
    settings: TeamSettings
    clock: Clock
    restrictions: Restrictions


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
        return _hold_back(job, world) or FAILED
    if job.state == FAILED and job.claim and job.claim.etag == event.etag:
        _drop(event, world)  # this function may have been killed before it could
        return _hold_back(job, world) or KEPT
    if job.state == REVIEW and job.claim and job.claim.until <= world.clock():
        world.results.delete(event.key)  # of a release: its masker may have been killed before it closed
    world.originals.delete(event.key)
    return LATE


def _hold_back(job: Job, world: CloseFailed) -> str | None:
    """Under a restriction nothing is lost, and S3 would end this original (GDPR Art. 18).

    The walk had passed the job, or none was under way: as an upload it comes to its masker, who keeps it
    unread. Asked after the job has failed: who restricts somebody later finds it so.
    """
    if not world.restrictions.restricted({(job.ref.team, subject) for subject in job.subjects}):
        return None
    with suppress(Conflict):  # a walk did it
        world.jobs.reopen(job)
    return REOPENED


def _drop(event: Uploaded, world: CloseFailed) -> None:
    for store in (world.held, world.results):
        store.delete(event.key)
