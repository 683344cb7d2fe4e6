"""What an erasure must reach of others: the jobs in whose pictures a subject is, as the port `Store`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.deleting import RowDeletion
from functions.aws.export_stores import ExportRows
from functions.aws.faults import translated
from functions.aws.row_traces import address_of, lease_of, linked_to
from functions.aws.schema import DEPICTED, PARTITION, SORT, from_item, job_key, subject_partition, to_item
from functions.core.names import JobRef
from functions.core.reach import Reach
from functions.core.store_names import DEPICTED as DEPICTED_STORE
from functions.core.store_ports import Page, Store, Trace
from functions.core.times import Clock, now

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FEW: Final = 100  # of jobs that each take a dozen calls: the worker looks at its time between pages


@dataclass(frozen=True)
class Depicted:
    """Jobs of others in whose pictures the subject is: the whole job goes, with all its objects.

    It must come before `DynamoRows`. A trace's address: the team, the job's id, the depicted subject.
    """

    client: "DynamoDBClient"
    table: str
    objects: Sequence[Store]
    exports: ExportRows
    clock: Clock = now
    name: str = DEPICTED_STORE

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. A job that a masker holds carries the end of its lease."""
        if reach.job or not reach.subject:
            return Page([], None)  # a job depicts, and of many each is met as a row of its own
        partition = subject_partition(reach.team, reach.subject)
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :depicted)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":pk": partition, ":depicted": DEPICTED}),
                ConsistentRead=True,
                Limit=FEW,
                **start,
            )
        refs = [JobRef.parse(reach.team, item[SORT]["S"].removeprefix(DEPICTED)) for item in answer["Items"]]
        traces = [self._trace(ref, reach.subject) for ref in refs]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. A job's row stays as long as one of its objects does, or may come by a masker.

        The row is what leads to the objects: they stand under the prefix of somebody else.
        """
        return sum(not self._delete(trace) for trace in traces)

    def _delete(self, trace: Trace) -> bool:
        team, job_id, subject = trace.address
        ref = JobRef.parse(team, job_id)
        whole = (self.exports, *self.objects)
        left = sum(_emptied(store, Reach(team, ref.subject, ref.job)) for store in whole)
        if left or (trace.busy_until and trace.busy_until > self.clock()):
            return False
        row = self._row(ref)
        gone = Trace(address_of(ref), linked=linked_to(ref, row, [subject]))
        return not RowDeletion(self.client, self.table).delete([gone])

    def _trace(self, ref: JobRef, subject: str) -> Trace:
        """The job, and until when a masker may write its result, or a worker an export that holds it."""
        leases = lease_of(self._row(ref)), self.exports.busy(ref.team, ref.subject)
        busy = max((lease for lease in leases if lease), default=None)
        return Trace((ref.team, ref.id, subject), busy, owner=ref.subject)

    def _row(self, ref: JobRef) -> dict[str, Any]:
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(job_key(ref)), ConsistentRead=True
            )
        return from_item(answer.get("Item", {}))


def _emptied(store: Store, reach: Reach) -> int:
    """Delete everything that a store holds of a job; how much could not be deleted."""
    page, failed = store.find(reach), 0
    while page.traces or page.after is not None:
        failed += store.delete(page.traces) if page.traces else 0
        if page.after is None:
            break
        page = store.find(reach, page.after)
    return failed
