"""POST /v1/jobs/{id}/retry: mask a failed job again, while its original lives."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.errors import (
    Conflict,
    NotFailed,
    NotFound,
    OriginalGone,
    Tombstoned,
    Unavailable,
)
from functions.core.job import FAILED, Job
from functions.core.mask_photo import Uploaded
from functions.core.names import JobRef
from functions.core.ports import Jobs, Ledger, Presence, Requeue
from functions.core.retention import as_of
from functions.core.subjects import is_erased


@dataclass(frozen=True, slots=True)
class RetryJob:
    """What it needs of the world."""

    jobs: Jobs
    ledger: Ledger
    originals: Presence
    queue: Requeue


def retry_job(job_id: str, team: str, world: RetryJob, now: datetime) -> Job:
    """Give a failed job back to the masker. Raises `NotFound`, `NotFailed`, `OriginalGone`."""
    ref = JobRef.parse(team, job_id)
    stored = world.jobs.get(ref)
    job = as_of(stored, now) if stored else None
    if job is None or is_erased(job, world.ledger):
        raise NotFound
    if job.state != FAILED or job.claim is None:
        raise NotFailed
    original = world.originals.look(job.key) if job.keep and job.keep.file else None
    if original is None or original.etag != job.claim.etag:
        raise OriginalGone
    try:
        world.jobs.reopen(job)
    except Tombstoned:
        raise NotFound from None
    except Conflict:
        raise NotFailed from None
    _send(original, job, world, now)
    reopened = world.jobs.get(ref)
    if reopened is None:
        raise NotFound
    return reopened


def _send(original: Uploaded, job: Job, world: RetryJob, now: datetime) -> None:
    try:
        world.queue.send(original)
    except Unavailable:
        assert job.keep is not None
        world.jobs.fail(job, original.etag, now, job.keep)
        raise
