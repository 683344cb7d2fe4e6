"""What reviewers do to job rows, each in one transaction with its entry of the audit."""

from dataclasses import dataclass
from typing import Final

from functions.aws.audit import AuditRows
from functions.aws.jobs import DynamoJobs
from functions.aws.schema import keep_values, release_text
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.job import REVIEW, Job, Release
from functions.core.times import to_text

# A masker that works at it has the lease of a release.
IDLE: Final = "#state = :review AND (attribute_not_exists(#release) OR #lease_until <= :now)"


@dataclass(frozen=True)
class DynamoReviews(DynamoJobs):
    """Implements `Reviews`."""

    audit: AuditRows

    def release(self, job: Job, release: Release, entry: Entry) -> None:
        """See the port. The lease is over at once: from then on it is this decision's."""
        now = to_text(entry.at)
        values = {
            "state": REVIEW,
            "release": release_text(release),
            "lease": release.token,
            "lease_until": now,
        }
        known = {":review": REVIEW, ":now": now}
        self._update(job, values, IDLE, known, Conflict(), also=[self.audit.put(entry)])

    def reject(self, job: Job, closed: Job, entry: Entry) -> None:
        """See the port."""
        assert closed.keep is not None
        values = {
            "state": closed.state,
            "reason": closed.outcome.reason if closed.outcome else None,
            "closed_at": to_text(entry.at),
            **keep_values(job.ref, closed.keep),
        }
        known = {":review": REVIEW, ":now": to_text(entry.at)}
        removed = ("release", "file_until")
        self._update(job, values, IDLE, known, Conflict(), removed, also=[self.audit.put(entry)])
