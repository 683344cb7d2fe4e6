"""The rows of jobs that get another recipe, in memory."""

from dataclasses import dataclass, replace

from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.job import DONE, REVIEW, Claim, Job
from functions.core.reasons import REMASKED
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs


@dataclass
class FakeRemasks:
    """Implements the port `Remasks`."""

    jobs: FakeJobs

    def begin(self, job: Job, again: Job, entry: Entry) -> None:
        row = self.jobs.get(job.ref)
        row = self.jobs.in_state(again, REVIEW if row and row.state == REVIEW else DONE)
        assert row.claim
        assert job.claim
        assert again.release
        assert again.keep
        assert again.closed_at
        assert again.outcome
        now = stored(again.closed_at)
        waits = row.outcome is not None and row.outcome.reason == REMASKED and row.claim.until <= now
        if row.claim.token != job.claim.token or not (row.state == DONE or waits):
            raise Conflict
        claim = Claim(row.claim.etag, again.release.token, now)
        outcome = replace(row.outcome or again.outcome, state=REVIEW, reason=REMASKED)
        changed = replace(
            row,
            state=REVIEW,
            recipe=again.recipe,
            release=again.release,
            held_result=again.held_result,
            depicted=again.depicted,
            claim=claim,
            outcome=outcome,
            closed_at=now,
        )
        self.jobs.keep(changed, again.keep)
        self.jobs.ledger.audit.append(entry)
