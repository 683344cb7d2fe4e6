"""The job rows of the base table in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.core.consent_errors import Unconsented
from functions.core.datasets import Copy
from functions.core.errors import Conflict, LeaseOpen, Repeated, Tombstoned
from functions.core.job import (
    AWAITING_UPLOAD,
    DONE,
    EXPIRED,
    FAILED,
    MASKING,
    REVIEW,
    Claim,
    Job,
    Keep,
    Outcome,
)
from functions.core.names import JobRef
from functions.core.ports import Once
from functions.core.restriction import Restricted, Restriction
from tests.fakes.clock import stored
from tests.fakes.consents import FakeConsents
from tests.fakes.ledger import FakeLedger

KEY_LIFE = timedelta(days=1)
Place = tuple[str, str]  # a team and a subject


class FakeJobs:
    """Implements the port `Jobs`. ``rows`` is what is stored, and ``due`` what is in the index of it.

    ``pointers`` stand in the partitions of who is depicted, ``keys`` in those of the users. ``odd`` are rows
    of people's partitions, by place and sort key, of kinds that nothing here knows.
    """

    def __init__(self, ledger: FakeLedger) -> None:
        self.ledger, self.consents = ledger, FakeConsents(ledger)
        self.rows: dict[JobRef, Job] = {}
        self.due: dict[JobRef, datetime] = {}
        self.pointers: set[tuple[Place, JobRef]] = set()
        self.keys: dict[tuple[Place, str], tuple[Once, datetime]] = {}
        self.restrictions: dict[Place, Restriction] = {}
        self.odd: set[tuple[Place, str]] = set()
        self.copies: dict[tuple[JobRef, str], Copy] = {}

    def create(self, job: Job, once: Once | None = None) -> None:
        self._ask(job)
        if job.ref in self.rows:
            raise Conflict
        place, now = (job.ref.team, job.ref.subject), job.created_at
        if once:
            if (place, once.key) in self.keys and self.keys[place, once.key][1] > now:
                raise Repeated
            self.keys[place, once.key] = once, now + KEY_LIFE
        self.pointers |= {((job.ref.team, subject), job.ref) for subject in job.depicted}
        due_at = stored(job.due_at) if job.due_at else None
        row = replace(job, created_at=stored(now), due_at=due_at, once=once.key if once else None)
        self.rows[job.ref] = row
        self._mark_due(job)

    def once(self, team: str, subject: str, key: str) -> Once | None:
        found = self.keys.get(((team, subject), key))
        return found[0] if found else None

    def get(self, ref: JobRef) -> Job | None:
        return self.rows.get(ref)

    def claim(self, job: Job, claim: Claim, now: datetime, *, kept: bool = False) -> None:
        self._ask(job, kept=kept)
        row = self.rows.get(job.ref)
        if job.release:
            over = row and row.claim and row.claim.until <= stored(now)
            if row is None or row.state != REVIEW or row.release != job.release or not over:
                raise LeaseOpen
            self.rows[job.ref] = replace(row, claim=replace(claim, until=stored(claim.until)))
            return
        if row is None or not (row.state == AWAITING_UPLOAD or _lease_over(row, now)):
            raise LeaseOpen
        self.rows[job.ref] = replace(row, state=MASKING, claim=replace(claim, until=stored(claim.until)))
        self.due.pop(job.ref, None)

    def give_back(self, job: Job, claim: Claim) -> None:
        row = self._ours(job, claim)
        self.rows[job.ref] = replace(row, state=AWAITING_UPLOAD)
        self._mark_due(row)

    def close(
        self,
        job: Job,
        claim: Claim,
        outcome: Outcome,
        now: datetime,
        keep: Keep,
        copies: Sequence[Copy] = (),
    ) -> None:
        self._ask(job)
        row = self._ours(job, claim)
        again = outcome.state == REVIEW
        row = replace(row, release=None if again else row.release, held_result=again and row.held_result)
        if outcome.state == DONE:
            row = replace(row, done_at=stored(row.done_at or now))
        self._end(row, outcome, now, keep)
        for copy in copies:
            dated = replace(copy, kept_at=stored(copy.kept_at), until=stored(copy.until))
            self.copies[copy.ref, copy.purpose] = dated

    def fail(self, job: Job, etag: str, now: datetime, keep: Keep) -> None:
        self._ask_tombstones(job)
        row = self.rows.get(job.ref)
        over = row and row.claim and row.claim.etag == etag and _lease_over(row, now)
        if row is None or not (row.state == AWAITING_UPLOAD or over):
            raise Conflict
        row = replace(row, claim=Claim(etag, "none", stored(now)))
        self._end(row, Outcome(FAILED, "retries_exhausted"), now, keep)

    def reopen(self, job: Job) -> None:
        row = self.in_state(job, FAILED)
        row = replace(row, state=AWAITING_UPLOAD, outcome=None, closed_at=None, keep=None)
        self.rows[job.ref] = row
        self.due.pop(job.ref, None)
        self._mark_due(row)

    def expire(self, job: Job, now: datetime, keep: Keep) -> None:
        row = self.in_state(job, AWAITING_UPLOAD)
        if row.due_at is None or row.due_at > stored(now):
            raise Conflict
        self._end(row, Outcome(EXPIRED, "no_upload"), now, keep)

    def postpone(self, job: Job, until: datetime, now: datetime) -> None:
        row = self.in_state(job, AWAITING_UPLOAD)
        if row.due_at is None or row.due_at > stored(now):
            raise Conflict
        self.rows[job.ref] = row = replace(row, due_at=stored(until))
        self._mark_due(row)

    def forget(self, job: Job) -> None:
        """What an erasure does: the row, and all that points to it."""
        self.rows.pop(job.ref, None)
        self.due.pop(job.ref, None)
        self.pointers = {(place, ref) for place, ref in self.pointers if ref != job.ref}
        self.copies = {at: copy for at, copy in self.copies.items() if at[0] != job.ref}

    def keys_of(self, ref: JobRef) -> Iterator[tuple[Place, str]]:
        """The idempotency keys that made a job."""
        yield from [address for address, (once, _) in self.keys.items() if _made(address[0], once) == ref]

    def keep(self, row: Job, keep: Keep) -> None:
        """Store how long a closed job is kept, and when the sweeper has to look after it."""
        file, original = (stored(moment) if moment else None for moment in (keep.file, keep.original))
        keep = Keep(stored(keep.record), file, original)
        self.rows[row.ref] = replace(row, keep=keep)
        self.due[row.ref] = keep.next

    def _end(self, row: Job, outcome: Outcome, now: datetime, keep: Keep) -> None:
        self.keep(replace(row, state=outcome.state, outcome=outcome, closed_at=stored(now)), keep)

    def _mark_due(self, job: Job) -> None:
        if job.due_at:
            self.due[job.ref] = stored(job.due_at)

    def _ask_tombstones(self, job: Job) -> None:
        if any(self.ledger.tombstone(job.ref.team, subject) for subject in job.subjects):
            raise Tombstoned

    def _ask(self, job: Job, *, kept: bool = False) -> None:
        self._ask_tombstones(job)
        if kept:
            return
        for subject in job.subjects:
            if (job.ref.team, subject) in self.restrictions:
                raise Restricted(subject)
        for purpose in job.consents:
            if not self.consents.stands(job.ref.team, job.ref.subject, purpose):
                raise Unconsented(purpose)

    def in_state(self, job: Job, state: str) -> Job:
        self._ask_tombstones(job)
        row = self.rows.get(job.ref)
        if row is None or row.state != state:
            raise Conflict
        return row

    def _ours(self, job: Job, claim: Claim) -> Job:
        row = self.in_state(job, REVIEW if job.release else MASKING)
        if row.claim is None or row.claim.token != claim.token:
            raise Conflict
        return row


def _made(place: Place, once: Once) -> JobRef:
    return JobRef(*place, once.job)


def _lease_over(row: Job, now: datetime) -> bool:
    return row.state == MASKING and row.claim is not None and row.claim.until <= stored(now)
