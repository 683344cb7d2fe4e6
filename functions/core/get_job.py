"""GET /v1/jobs/{id}: the state, the regions, and a link while the job is done."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from functions.core.capability import seal
from functions.core.errors import NotFound
from functions.core.job import DONE, RESTRICTED, Job
from functions.core.names import JobRef
from functions.core.ports import Jobs, Ledger, Links, Mac
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
    mac: Mac
    clock: Clock
    restrictions: Restrictions


class Got(NamedTuple):
    """The job, and while it is ``done`` a download link and the capability to report it."""

    job: Job
    link: str | None = None
    capability: str | None = None


def get_job(job_id: str, team: str, world: GetJob, user: Identified | None = None) -> Got:
    """The job; for the user of a session, one of that user's jobs.

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
        return Got(job)
    if world.restrictions.restricted({(team, subject) for subject in job.subjects}):
        return Got(replace(job, state=RESTRICTED))  # the walk that says so has not come to it yet
    # what the result is, not what was declared of the original
    kind = job.outcome.content_type if job.outcome else None
    link = world.links.sign(job.key, kind or job.content_type, job.keep.file)
    return Got(job, link, seal(job.ref, world.mac))
