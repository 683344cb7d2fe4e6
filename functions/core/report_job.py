"""POST …/jobs/{id}/reports, and POST /v1/reports/{capability} for people who are no users.

What was missed takes the result away at once: a link outlives a state, so the file itself leaves `results`
before the job says so. A person sees it in `held`, or the original while that is there. That too much is
hidden is for a person to look at only while there is more to see; that it is somebody is for the team to
act on. Every report stands in its job.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from functions.core.capability import unseal
from functions.core.end_exports import EndExports
from functions.core.errors import Conflict, NotFound, Unavailable
from functions.core.job import DONE, REVIEW, Job, Keep
from functions.core.mask_photo import Uploaded
from functions.core.names import JobRef
from functions.core.ports import Jobs, Ledger, Presence, Quotas, Verifier
from functions.core.reasons import REPORTED
from functions.core.report import ANYBODY, MISSED, MOST_REPORTS, TOO_MUCH, Report
from functions.core.retention import as_of
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified, is_erased
from functions.core.times import Clock
from functions.core.withdrawing import NotDone, Withdrawn, drop_unowned, original_of, take_out

TRIES: Final = 3  # against others who report in the same moment


class Reports(Protocol):
    """The reports in the rows of jobs. Every write asks the tombstones of all its subjects."""

    def record(self, job: Job, reports: tuple[Report, ...]) -> None:
        """Write what was said of a job. Raises `Tombstoned`, or `Conflict` if it is not as it was read."""

    def withdraw(
        self, job: Job, now: datetime, keep: Keep, *, held_result: bool, reports: tuple[Report, ...]
    ) -> None:
        """Send a job that is done back to review, as reported; its result is held, or else its original.

        Raises as `record` does.
        """


@dataclass(frozen=True, slots=True)
class ReportJob:
    """What it needs of the world. ``quotas`` counts what comes by capabilities, which ``verifier`` tells."""

    jobs: Jobs
    ledger: Ledger
    reports: Reports
    files: Withdrawn
    held: Presence
    settings: TeamSettings
    verifier: Verifier
    quotas: Quotas
    clock: Clock
    ending: EndExports


def report_job(
    job_id: str, team: str, report: Report, world: ReportJob, user: Identified | None = None
) -> Job:
    """Report the result of a job; for the user of a session, of one of that user's jobs.

    Raises `NotFound`, and `NotDone` if there is no result.
    """
    ref = JobRef.parse(team, job_id)
    if user and ref.subject != user.subject:
        raise NotFound
    for _ in range(TRIES):
        job = _read(ref, world)
        if not _has_result(job):
            raise NotDone
        try:
            _report(job, report, world)
        except Conflict:  # erased meanwhile, over, or reported by somebody else
            continue
        return _read(ref, world)
    _read(ref, world)
    raise Unavailable


def report_by_capability(capability: str, report: Report, world: ReportJob) -> None:
    """The same for anybody who was given the capability of a job. It is told nothing.

    Not of what is not there, was erased, or is no capability of ours. Raises `TooMany`, before it is known
    whether the job is still there.
    """
    ref = unseal(capability, world.verifier)
    if ref is None:
        return
    world.quotas.take(ref.team, 1, world.clock())
    try:
        report_job(ref.id, ref.team, report, world)
    except (NotFound, NotDone):
        return


def _has_result(job: Job) -> bool:
    """Whether there is something to be reported, or it was reported before."""
    reported = job.state == REVIEW and job.outcome is not None and job.outcome.reason == REPORTED
    return reported or (job.state == DONE and job.keep is not None and job.keep.file is not None)


def _report(job: Job, report: Report, world: ReportJob) -> None:
    now, reports = world.clock(), (*job.reports, report)[-MOST_REPORTS:]
    original = original_of(job, world.held, now) if job.state == DONE else None
    if job.state != DONE or not _withdraws(job, report, original):
        world.reports.record(job, reports)
        return
    keep = world.settings.of(job.ref.team).retention.keep(REVIEW, now)
    take_out(job, keep, original, world, now)
    try:
        world.reports.withdraw(job, now, keep, held_result=original is None, reports=reports)
    except Conflict:
        drop_unowned(job, original, world)
        raise


def _withdraws(job: Job, report: Report, original: Uploaded | None) -> bool:
    """Whether a person has to look before anybody gets it again.

    A stranger takes nothing away that a reviewer has released, and nothing in which too much is hidden.
    """
    if report.kind == MISSED:
        return not (report.by == ANYBODY and job.release is not None and job.release.reviewed)
    return report.kind == TOO_MUCH and original is not None and report.by != ANYBODY


def _read(ref: JobRef, world: ReportJob) -> Job:
    stored = world.jobs.get(ref)
    job = as_of(stored, world.clock()) if stored else None
    if job is None or is_erased(job, world.ledger):
        raise NotFound
    return job
