"""What was said of jobs, in memory."""

from dataclasses import dataclass, replace
from datetime import datetime

from functions.core.errors import Conflict
from functions.core.job import DONE, REVIEW, Job, Keep, Outcome
from functions.core.reasons import REPORTED
from functions.core.report import Report
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs


@dataclass
class FakeReports:
    """Implements the port `Reports`."""

    jobs: FakeJobs

    def record(self, job: Job, reports: tuple[Report, ...]) -> None:
        self.jobs.rows[job.ref] = replace(self._as_read(job, job.state), reports=reports)

    def withdraw(
        self, job: Job, now: datetime, keep: Keep, *, held_result: bool, reports: tuple[Report, ...]
    ) -> None:
        row = self._as_read(job, DONE)
        outcome = replace(row.outcome or Outcome(DONE), state=REVIEW, reason=REPORTED)
        row = replace(row, release=None, held_result=held_result, reports=reports)
        self.jobs.keep(replace(row, state=REVIEW, outcome=outcome, closed_at=stored(now)), keep)

    def _as_read(self, job: Job, state: str) -> Job:
        row = self.jobs.in_state(job, state)
        if row.reports != job.reports:
            raise Conflict
        return row
