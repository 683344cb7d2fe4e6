"""What reviewers do to job rows, each in one transaction with its entry of the audit; and the audit."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.jobs import DynamoJobs
from functions.aws.schema import keep_values, release_text
from functions.aws.settings_rows import audit_item
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.job import REVIEW, Job, Release
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# A masker that works at it has the lease of a release.
IDLE: Final = "#state = :review AND (attribute_not_exists(#release) OR #lease_until <= :now)"


@dataclass(frozen=True)
class DynamoReviews(DynamoJobs):
    """Implements `Reviews`; ``keep`` is how long an entry of the audit lives."""

    keep: timedelta

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
        self._update(job, values, IDLE, known, Conflict(), also=[self._put(entry)])

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
        self._update(job, values, IDLE, known, Conflict(), removed, also=[self._put(entry)])

    def _put(self, entry: Entry) -> dict[str, Any]:
        return {"Put": {"TableName": self.table, "Item": audit_item(entry, self.keep)}}


@dataclass(frozen=True)
class DynamoAudit:
    """Implements `Audit`: an item for each entry, so that no two writers meet."""

    client: "DynamoDBClient"
    table: str
    keep: timedelta

    def append(self, entry: Entry) -> None:
        """See the port."""
        with translated():
            self.client.put_item(TableName=self.table, Item=audit_item(entry, self.keep))
