"""What an erasure must reach of others: the jobs in whose pictures a subject is, as the port `Store`.

The whole job goes, unless it is masked again instead: see `functions.core.remask_depicted`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.datasets import copy_row
from functions.aws.deleting import RowDeletion
from functions.aws.depictions import DynamoDepictions
from functions.aws.export_stores import ExportRows
from functions.aws.faults import translated
from functions.aws.row_traces import address_of, lease_of, linked_to
from functions.aws.schema import (
    PARTITION,
    SORT,
    depicted_key,
    from_item,
    job_from_item,
    job_key,
    to_item,
)
from functions.core.job import Job
from functions.core.names import JobRef, earliest_id
from functions.core.ports import Ledger
from functions.core.reach import Reach
from functions.core.remask_depicted import ERASE, KEEP, MASK, WAIT, fate, has_owner, look_again
from functions.core.retention_ports import TeamSettings
from functions.core.store_names import DEPICTED as DEPICTED_STORE
from functions.core.store_names import HELD, RESULTS
from functions.core.store_ports import Page, Store, Trace
from functions.core.team_settings import REMASK
from functions.core.times import Clock, now

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TICK: Final = timedelta(milliseconds=1)  # an id has no finer time


@dataclass(frozen=True)
class Depicted:
    """Jobs of others in whose pictures the subject is.

    It must come before `DynamoRows`. A trace's address: the team, the job's id, the depicted subject.
    """

    client: "DynamoDBClient"
    table: str
    objects: Sequence[Store]
    exports: ExportRows
    settings: TeamSettings
    ledger: Ledger
    clock: Clock = now
    name: str = DEPICTED_STORE

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. A job that a masker holds carries the end of its lease."""
        if reach.job or not reach.subject:
            return Page([], None)  # a job depicts, and of many each is met as a row of its own
        refs, after = DynamoDepictions(self.client, self.table).page(reach.team, reach.subject, after)
        policy = self.settings.of(reach.team).depicted if refs else ""
        return Page([self._trace(ref, reach.subject, policy) for ref in refs], after)

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. What waits for its masker is not deleted, but what else there is of it.

        What leads to the objects, which stand under the prefix of somebody else, stays as long as one of them
        does, or may come by a masker.
        """
        return sum(not self._delete(trace) for trace in traces)

    def _delete(self, trace: Trace) -> bool:
        team, job_id, subject = trace.address
        ref = JobRef.parse(team, job_id)
        item = self._item(ref)
        row = from_item(item)
        if trace.fate != ERASE:
            left = self._cleared(job_from_item(item), trace.fate) if item else 0
            return not left and trace.fate == KEEP and self._unlinked(ref, subject)
        if row and subject not in row.get("depicted", ()):
            return self._taken_away(ref, row, subject)
        if self._emptied(ref) or (trace.busy_until and trace.busy_until > self.clock()):
            return False
        return self._forgotten(Trace(address_of(ref), linked=linked_to(ref, row, [subject])))

    def _taken_away(self, ref: JobRef, row: dict[str, Any], subject: str) -> bool:
        """No tombstone keeps maskers from it any more, so its row goes first, and only as it was seen."""
        lease = lease_of(row)
        if lease and lease > self.clock():
            return False
        gone = Trace(address_of(ref), linked=linked_to(ref, row), seen=row.get("lease", ""))
        return self._forgotten(gone) and not self._emptied(ref) and self._unlinked(ref, subject)

    def _cleared(self, job: Job, course: str) -> int:
        """Delete all that is stored of a job but what it goes on with; how much could not be deleted.

        Once its result was withdrawn no export took it up: those that began since are none of this.
        """
        since = earliest_id(job.closed_at + _TICK) if job.closed_at and course != MASK else ""
        reach = Reach(job.ref.team, job.ref.subject, job.ref.job, high=since)
        left = _emptied(self.exports, reach)
        for store in self.objects:
            kept = _going_on(job, course) if store.name in {HELD, RESULTS} else None
            left += _emptied(store, reach, kept)
        if course == MASK:
            rows = [copy_row(job.ref.team, job.ref.subject, purpose, job.ref.job) for purpose in job.consents]
            left += RowDeletion(self.client, self.table).delete(
                [Trace((row[PARTITION], row[SORT])) for row in rows]
            )
        return left

    def _emptied(self, ref: JobRef) -> int:
        reach = Reach(ref.team, ref.subject, ref.job)
        return sum(_emptied(store, reach) for store in (self.exports, *self.objects))

    def _unlinked(self, ref: JobRef, subject: str) -> bool:
        pointer = depicted_key(ref, subject)
        return self._forgotten(Trace((pointer[PARTITION], pointer[SORT])))

    def _forgotten(self, trace: Trace) -> bool:
        return not RowDeletion(self.client, self.table).delete([trace])

    def _trace(self, ref: JobRef, subject: str, policy: str) -> Trace:
        """The job, and until when a masker may write its result, or a worker an export that holds it.

        Whose new result is awaited is looked at before its masker's lease ends.
        """
        item = self._item(ref)
        row = from_item(item)
        asked = policy == REMASK or subject not in row.get("depicted", ())
        job = job_from_item(item) if item and asked else None
        course = fate(job, subject, policy, self.clock())
        masker = look_again(job, self.clock()) if job and course == WAIT else lease_of(row)
        if job and course == MASK and not (has_owner(job, self.ledger) and self._has_file(ref)):
            course = ERASE
        leases = masker, self.exports.busy(ref.team, ref.subject)
        busy = max((lease for lease in leases if lease), default=None)
        return Trace((ref.team, ref.id, subject), busy, owner=ref.subject, fate=course)

    def _has_file(self, ref: JobRef) -> bool:
        reach = Reach(ref.team, ref.subject, ref.job)
        stores = [store for store in self.objects if store.name in {HELD, RESULTS}]
        return any(store.find(reach).traces for store in stores)

    def _item(self, ref: JobRef) -> Any:
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(job_key(ref)), ConsistentRead=True
            )
        return answer.get("Item", {})


def _going_on(job: Job, course: str) -> Callable[[Trace], bool]:
    """What the job goes on with: its own file, and what was kept for a purpose of the new result."""
    return lambda trace: trace.current and (course != MASK or trace.address[0] == str(job.key))


def _emptied(store: Store, reach: Reach, kept: Callable[[Trace], bool] | None = None) -> int:
    """Delete everything that a store holds of a job, unless it is kept; how much could not be deleted."""
    after, failed, more = None, 0, True
    while more:
        page = store.find(reach, after)
        traces = [trace for trace in page.traces if not (kept and kept(trace))]
        failed += store.delete(traces) if traces else 0
        after, more = page.after, page.after is not None
    return failed
