"""Rows of jobs that get another recipe."""

import json
from dataclasses import dataclass
from typing import Final

from functions.aws.audit import AuditRows, beside
from functions.aws.jobs import DynamoJobs
from functions.aws.schema import keep_values, release_text
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.job import DONE, REVIEW, Job
from functions.core.reasons import REMASKED
from functions.core.times import to_text

AS_READ: Final = (
    "#lease = :seen AND (#state = :done OR"
    " (#state = :review AND #reason = :remasked AND #lease_until <= :now))"
)


@dataclass(frozen=True)
class DynamoRemasks(DynamoJobs):
    """Implements `Remasks`."""

    audit: AuditRows | None = None

    def begin(self, job: Job, again: Job, entry: Entry) -> None:
        """See the port. The lease is over at once: from then on it is this decision's."""
        assert job.claim is not None
        assert again.release is not None
        assert again.keep is not None
        assert again.closed_at is not None
        now = to_text(again.closed_at)
        values = {
            "state": REVIEW,
            "reason": REMASKED,
            "recipe": json.dumps(again.recipe.to_json()),
            "release": release_text(again.release),
            "held_result": again.held_result,
            "lease": again.release.token,
            "lease_until": now,
            "closed_at": now,
            "depicted": list(again.depicted) or None,
            **keep_values(job.ref, again.keep),
        }
        known = {":done": DONE, ":review": REVIEW, ":remasked": REMASKED, ":now": now}
        known |= {":seen": job.claim.token}
        gone = ("original_until", *(() if again.depicted else ("depicted",)))
        self._update(again, values, AS_READ, known, Conflict(), gone, beside(self.audit, entry))
