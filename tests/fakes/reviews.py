"""What reviewers do to the job rows in memory, and the audit."""

from dataclasses import dataclass, field, replace

from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.job import REVIEW, Claim, Job, Release
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs


@dataclass
class FakeAudit:
    """Implements the port `Audit`."""

    entries: list[Entry] = field(default_factory=list)

    def append(self, entry: Entry) -> None:
        self.entries.append(entry)


@dataclass
class FakeReviews:
    """Implements the port `Reviews`."""

    jobs: FakeJobs
    audit: FakeAudit

    def release(self, job: Job, release: Release, entry: Entry) -> None:
        row = self._idle(job, entry)
        claim = Claim(row.claim.etag if row.claim else "", release.token, stored(entry.at))
        self.jobs.rows[job.ref] = replace(row, release=release, claim=claim)
        self.audit.append(entry)

    def reject(self, job: Job, closed: Job, entry: Entry) -> None:
        row = self._idle(job, entry)
        assert closed.keep is not None
        now = stored(entry.at)
        changed = replace(row, state=closed.state, outcome=closed.outcome, closed_at=now, release=None)
        self.jobs.keep(changed, closed.keep)
        self.audit.append(entry)

    def _idle(self, job: Job, entry: Entry) -> Job:
        row = self.jobs.in_state(job, REVIEW)
        if row.release and row.claim and row.claim.until > stored(entry.at):
            raise Conflict
        return row
