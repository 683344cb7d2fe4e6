"""POST /v1/jobs/{id}/reports, POST /v1/me/jobs/{id}/reports: something was missed, so the result goes back.

What is reported is not downloadable from that moment: a link outlives a state, so the file itself is moved
out of `results`, into `held`, before the job says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from functions.core.errors import Conflict, Invalid, NotFound, Problem
from functions.core.job import DONE, REVIEW, Job
from functions.core.names import JobRef, ObjectKey
from functions.core.ports import Jobs, Ledger
from functions.core.reasons import REPORTED
from functions.core.retention import as_of, net
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified, is_erased
from functions.core.times import Clock

KINDS: Final = ("missed",)


class NotDone(Problem):
    """Only what has a result can be reported."""

    status = 409
    code = "not_done"
    title = "The job has no result"


class Withdrawn(Protocol):
    """The way of a result out of `results`."""

    def move(self, key: ObjectKey, days: int) -> None:
        """Move a result into `held`, with its net of expiry; moving what was moved is no error."""

    def drop(self, key: ObjectKey) -> None:
        """Delete what was moved."""


@dataclass(frozen=True, slots=True)
class ReportJob:
    """What it needs of the world."""

    jobs: Jobs
    ledger: Ledger
    files: Withdrawn
    settings: TeamSettings
    clock: Clock


def parse_report(body: Mapping[str, object]) -> None:
    """Check a report's JSON body. Raises `Invalid`."""
    if body.keys() != {"kind"}:
        raise Invalid("must have a kind, and nothing else", field="body")
    if body["kind"] not in KINDS:
        raise Invalid(f"must be one of {', '.join(KINDS)}", field="kind")


def report_missed(job_id: str, team: str, world: ReportJob, user: Identified | None = None) -> Job:
    """Withdraw the result of a job; for the user of a session, of one of that user's jobs.

    Reported twice is the same as once. Raises `NotFound`, and `NotDone` if there is no result.
    """
    ref = JobRef.parse(team, job_id)
    if user and ref.subject != user.subject:
        raise NotFound
    job = _read(ref, world)
    if job.state == REVIEW and job.outcome and job.outcome.reason == REPORTED:
        return job
    if job.state != DONE or job.keep is None or job.keep.file is None:
        raise NotDone
    now = world.clock()
    keep = world.settings.of(team).retention.keep(REVIEW, now)
    assert keep.file is not None
    world.files.move(job.key, net(keep.file - now))
    try:
        world.jobs.withdraw(job, now, keep)
    except Conflict:  # erased meanwhile, over, or reported by somebody else
        left = world.jobs.get(ref)
        if left is None or left.state != REVIEW or is_erased(left, world.ledger):
            world.files.drop(job.key)
    return _read(ref, world)


def _read(ref: JobRef, world: ReportJob) -> Job:
    stored = world.jobs.get(ref)
    job = as_of(stored, world.clock()) if stored else None
    if job is None or is_erased(job, world.ledger):
        raise NotFound
    return job
