"""What was said of a job, in its row, and that it is not done any more for that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.aws.jobs import DynamoJobs
from functions.aws.schema import keep_values, reports_text
from functions.core.errors import Conflict
from functions.core.job import DONE, REVIEW, Job, Keep
from functions.core.reasons import REPORTED
from functions.core.report import Report
from functions.core.times import to_text


@dataclass(frozen=True)
class DynamoReports(DynamoJobs):
    """Implements `Reports`."""

    def record(self, job: Job, reports: tuple[Report, ...]) -> None:
        """See the port."""
        values = {"state": job.state, "reports": reports_text(reports)}
        condition, known = _as_read(job, job.state)
        self._update(job, values, condition, known, Conflict())

    def withdraw(
        self, job: Job, now: datetime, keep: Keep, *, held_result: bool, reports: tuple[Report, ...]
    ) -> None:
        """See the port."""
        values: dict[str, Any] = {"state": REVIEW, "closed_at": to_text(now), "reason": REPORTED}
        values |= {"held_result": held_result, "reports": reports_text(reports)}
        values |= keep_values(job.ref, keep)
        condition, known = _as_read(job, DONE)
        # An older word is over with the file that it was about.
        self._update(job, values, condition, known, Conflict(), ("release", "original_until"))


def _as_read(job: Job, state: str) -> tuple[str, dict[str, str]]:
    """The condition that it is in this state, and that nobody else has reported it since it was read."""
    if not job.reports:
        return "#state = :state AND attribute_not_exists(#reports)", {":state": state}
    return "#state = :state AND #reports = :reports", {":state": state, ":reports": reports_text(job.reports)}
