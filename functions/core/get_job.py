"""GET /v1/jobs/{id}: the state, the regions, and a link while the job is done."""

from dataclasses import dataclass, replace

from functions.core.errors import NotFound
from functions.core.job import DONE, RESTRICTED, Job
from functions.core.names import JobRef
from functions.core.ports import Jobs, Ledger, Links
from functions.core.restriction import Restrictions
from functions.core.retention import as_of
from functions.core.subjects import Identified, is_erased
from functions.core.times import Clock


@dataclass(frozen=True, slots=True)
class GetJob:
    """What it needs of the world."""

    jobs: Jobs
    ledger: Ledger
    links: Links
    clock: Clock
    restrictions: Restrictions


def get_job(job_id: str, team: str, world: GetJob, user: Identified | None = None) -> tuple[Job, str | None]:
    """The job, and a download link if it is ``done``; for the user of a session, one of that user's jobs.

    Raises `NotFound`, also from the moment that the erasure of anybody in it was asked for, or that it is
    over: what is about to go is no longer handed out.
    """
    ref = JobRef.parse(team, job_id)
    if user and ref.subject != user.subject:
        raise NotFound
    stored = world.jobs.get(ref)
    job = as_of(stored, world.clock()) if stored else None
    if job is None or is_erased(job, world.ledger):
        raise NotFound
    if job.state != DONE or job.keep is None or job.keep.file is None:
        return job, None
    if world.restrictions.restricted({(team, subject) for subject in job.subjects}):
        return replace(job, state=RESTRICTED), None  # the walk that says so has not come to it yet
    # what the result is, not what was declared of the original
    kind = job.outcome.content_type if job.outcome else None
    return job, world.links.sign(job.key, kind or job.content_type, job.keep.file)
