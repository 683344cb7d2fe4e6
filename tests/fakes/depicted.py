"""The pictures of others in which a subject is, in memory."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from functions.core.job import Job
from functions.core.names import JobRef, earliest_id, subject_prefix
from functions.core.reach import Reach
from functions.core.remask_depicted import ERASE, KEEP, MASK, WAIT, fate, has_owner, look_again
from functions.core.retention_ports import TeamSettings
from functions.core.store_names import EXPORTS, HELD, RESULTS
from functions.core.store_ports import Page, Trace
from functions.core.times import Clock
from tests.fakes.bucket import FakeBucket
from tests.fakes.rows import FakeRows


class FakeDepicted:
    """Implements the ports `Store` and `Depictions` over what leads to such pictures."""

    name = "depicted"

    def __init__(
        self,
        rows: FakeRows,
        buckets: Mapping[str, FakeBucket],
        clock: Clock,
        settings: TeamSettings,
        page: int = 1000,
    ) -> None:
        self.rows, self.buckets, self.clock, self.settings = rows, buckets, clock, settings
        self.size = page

    def page(self, team: str, subject: str, after: object | None) -> tuple[list[JobRef], object | None]:
        refs = [ref for at, ref in self.rows.jobs.pointers if at == (team, subject)]
        rest = [ref for ref in sorted(refs, key=lambda ref: ref.id) if after is None or ref.id > str(after)]
        page = rest[: self.size]
        return page, page[-1].id if len(page) == self.size else None

    def find(self, reach: Reach, after: object | None = None) -> Page:
        if reach.job or not reach.subject:
            return Page([], None)
        refs, after = self.page(reach.team, reach.subject, after)
        return Page([self._trace(ref, reach.subject) for ref in refs], after)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self._delete(trace) for trace in traces)

    def _trace(self, ref: JobRef, subject: str) -> Trace:
        job, now = self.rows.jobs.rows.get(ref), self.clock()
        course = fate(job, subject, self.settings.of(ref.team).depicted, now)
        files = [bucket.current(str(job.key)) for bucket in self._own().values()] if job else []
        if job and course == MASK and not (has_owner(job, self.rows.jobs.ledger) and any(files)):
            course = ERASE
        masker = look_again(job, now) if job and course == WAIT else self.rows.lease(ref)
        leases = masker, self.rows.exports.busy(ref.team, ref.subject)
        busy = max((lease for lease in leases if lease), default=None)
        return Trace((ref.team, ref.id, subject), busy, owner=ref.subject, fate=course)

    def _delete(self, trace: Trace) -> bool:
        ref = JobRef.parse(trace.address[0], trace.address[1])
        job, lease = self.rows.jobs.rows.get(ref), self.rows.lease(ref)
        if trace.fate != ERASE:
            gone = job is None or self._cleared(job, trace.fate)
            if gone and trace.fate == KEEP:
                self.rows.jobs.pointers.discard(((ref.team, trace.address[2]), ref))
            return gone and trace.fate == KEEP
        if job and trace.address[2] not in job.depicted and lease and lease > self.clock():
            return False
        self._drop_exports(Reach(ref.team, ref.subject, ref.job))
        empty = [bucket.empty(_below(ref)) for bucket in self.buckets.values()]
        if not all(empty) or (trace.busy_until and trace.busy_until > self.clock()):
            return False
        for address in self.rows.jobs.keys_of(ref):
            del self.rows.jobs.keys[address]
        if job:
            self.rows.jobs.forget(job)
        return True

    def _cleared(self, job: Job, course: str) -> bool:
        """All but what the job goes on with; whether that went."""
        since = (
            earliest_id(job.closed_at + timedelta(milliseconds=1)) if job.closed_at and course != MASK else ""
        )
        self._drop_exports(Reach(job.ref.team, job.ref.subject, job.ref.job, high=since))
        others = [bucket for name, bucket in self.buckets.items() if name not in {HELD, RESULTS}]
        gone = [bucket.empty(_below(job.ref)) for bucket in others]
        for bucket in self._own().values():
            uploads = [each for each in bucket.uploads if each[0].startswith(_below(job.ref))]
            gone += [bucket.abort_upload(*each) for each in uploads]
            for key in [key for key in bucket.objects if key.startswith(_below(job.ref))]:
                *old, last = bucket.objects[key]
                stays = not last.marker and (course != MASK or key == str(job.key))
                gone += [bucket.remove_version(key, each.id) for each in ([*old] if stays else [*old, last])]
        if course == MASK:
            copies = self.rows.jobs.copies
            self.rows.jobs.copies = {at: copy for at, copy in copies.items() if at[0] != job.ref}
        return all(gone)

    def _drop_exports(self, reach: Reach) -> None:
        copies = self.rows.exports.find(reach).traces
        self.rows.exports.delete(copies)
        for _, sort in (trace.address for trace in copies):
            prefix = subject_prefix(reach.team, reach.subject)
            self.buckets[EXPORTS].empty(f"{prefix}{sort.removeprefix('export#')}/")

    def _own(self) -> dict[str, FakeBucket]:
        return {name: bucket for name, bucket in self.buckets.items() if name in {HELD, RESULTS}}


def _below(ref: JobRef) -> str:
    return f"{subject_prefix(ref.team, ref.subject)}{ref.job}/"
