"""The base table in memory, as job rows and as a store that an erasure must reach."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.core.errors import Conflict, LeaseOpen, Tombstoned
from functions.core.job import AWAITING_UPLOAD, FAILED, MASKING, Claim, Job, Outcome
from functions.core.names import JobRef
from functions.core.ports import Page, Trace
from tests.fakes.clock import stored
from tests.fakes.ledger import FakeLedger


class FakeJobs:
    """Implements the port `Jobs`. ``rows`` is what is stored."""

    def __init__(self, ledger: FakeLedger) -> None:
        self.ledger = ledger
        self.rows: dict[JobRef, Job] = {}

    def create(self, job: Job) -> None:
        self._ask_tombstone(job.ref)
        if job.ref in self.rows:
            raise Conflict
        self.rows[job.ref] = replace(job, created_at=stored(job.created_at))

    def get(self, ref: JobRef) -> Job | None:
        return self.rows.get(ref)

    def claim(self, job: Job, claim: Claim, now: datetime) -> None:
        self._ask_tombstone(job.ref)
        row = self.rows.get(job.ref)
        if row is None or not (row.state == AWAITING_UPLOAD or _lease_over(row, now)):
            raise LeaseOpen
        self.rows[job.ref] = replace(row, state=MASKING, claim=replace(claim, until=stored(claim.until)))

    def give_back(self, job: Job, claim: Claim) -> None:
        row = self._ours(job, claim)
        self.rows[job.ref] = replace(row, state=AWAITING_UPLOAD)

    def close(self, job: Job, claim: Claim, outcome: Outcome, now: datetime) -> None:
        row = self._ours(job, claim)
        self.rows[job.ref] = replace(row, state=outcome.state, outcome=outcome, closed_at=stored(now))

    def fail(self, job: Job, etag: str, now: datetime) -> None:
        self._ask_tombstone(job.ref)
        row = self.rows.get(job.ref)
        over = row and row.claim and row.claim.etag == etag and _lease_over(row, now)
        if row is None or not (row.state == AWAITING_UPLOAD or over):
            raise Conflict
        self.rows[job.ref] = replace(
            row,
            state=FAILED,
            claim=Claim(etag, "none", stored(now)),
            outcome=Outcome(FAILED, "retries_exhausted"),
            closed_at=stored(now),
        )

    def _ask_tombstone(self, ref: JobRef) -> None:
        if self.ledger.tombstone(ref.team, ref.subject):
            raise Tombstoned

    def _ours(self, job: Job, claim: Claim) -> Job:
        self._ask_tombstone(job.ref)
        row = self.rows.get(job.ref)
        if row is None or row.state != MASKING or row.claim is None or row.claim.token != claim.token:
            raise Conflict
        return row


def _lease_over(row: Job, now: datetime) -> bool:
    return row.state == MASKING and row.claim is not None and row.claim.until <= stored(now)


class FakeRows:
    """Implements the port `Store` over the rows. ``unprocessed`` are jobs that no delete reaches."""

    def __init__(self, jobs: FakeJobs, name: str = "rows", page: int = 1000) -> None:
        self.jobs, self._name, self.page = jobs, name, page
        self.unprocessed: set[str] = set()

    @property
    def name(self) -> str:
        return self._name

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        mine = sorted(ref.job for ref in self.jobs.rows if (ref.team, ref.subject) == (team, subject))
        rest = [job for job in mine if after is None or job > str(after)]
        page = rest[: self.page]
        traces = [Trace((f"{team}#{subject}", job), self._lease(JobRef(team, subject, job))) for job in page]
        # As DynamoDB does it: a full page carries a key to go on from, even if nothing comes after it.
        return Page(traces, page[-1] if len(page) == self.page else None)

    def delete(self, traces: Sequence[Trace]) -> int:
        failed = 0
        for trace in traces:
            (team, subject), job = trace.address[0].split("#"), trace.address[1]
            if job in self.unprocessed:
                failed += 1
            else:
                self.jobs.rows.pop(JobRef(team, subject, job), None)
        return failed

    def _lease(self, ref: JobRef) -> datetime | None:
        row = self.jobs.rows[ref]
        return row.claim.until if row.state == MASKING and row.claim else None
