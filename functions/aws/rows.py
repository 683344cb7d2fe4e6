"""What an erasure must reach in the base table, as the port `Store`: own rows, and others' pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.schema import (
    DEPICTED,
    PARTITION,
    SORT,
    from_item,
    job_key,
    subject_partition,
    to_item,
)
from functions.aws.stores import S3Uploads, S3Versions
from functions.core.job import MASKING
from functions.core.names import JobRef, subject_prefix
from functions.core.ports import Page, Trace
from functions.core.times import Clock, from_text, now

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NAMES: Final = {f"#{name}": name for name in ("state", "lease_until", "depicted")}
BATCH: Final = 25  # BatchWriteItem takes no more
PAGE: Final = 1000
FEW: Final = 100  # of jobs that each take a dozen calls: the worker looks at its time between pages


@dataclass(frozen=True)
class DynamoRows:
    """Every row of a subject's own, by consistent reads; who depicts the subject is found by `Depicted`.

    A trace's address is the row's keys, and then the partitions in which the same job stands as depicted.
    """

    client: "DynamoDBClient"
    table: str
    name: str = "rows"

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        """See the port. A row that a masker holds carries the end of its lease."""
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk",
                ProjectionExpression="#pk, #sk, #state, #lease_until, #depicted",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT, **NAMES},
                ExpressionAttributeValues=to_item({":pk": subject_partition(team, subject)}),
                ConsistentRead=True,
                Limit=PAGE,
                **start,
            )
        rows = [from_item(item) for item in answer["Items"]]
        own = [row for row in rows if not row[SORT].startswith(DEPICTED)]
        return Page([_trace(row, team) for row in own], answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. What BatchWriteItem leaves unprocessed was not deleted."""
        plain = [trace for trace in traces if len(trace.address) == 2]
        failed = sum(self._delete_batch(plain[at : at + BATCH]) for at in range(0, len(plain), BATCH))
        for trace in traces:
            if len(trace.address) > 2:
                self.delete_job(trace.address)
        return failed

    def delete_job(self, address: Sequence[str], once: str | None = None) -> None:
        """Delete a job's row and all that points to it at once: alone, nobody would find the rest."""
        partition, sort, *others = address
        subject, job = partition.split("#")[1], sort.removeprefix("job#")
        keys = [{PARTITION: partition, SORT: sort}]
        keys += [{PARTITION: other, SORT: f"{DEPICTED}{subject}{job}"} for other in others]
        keys += [{PARTITION: partition, SORT: f"once#{once}"}] if once else []
        deletes = [{"Delete": {"TableName": self.table, "Key": to_item(key)}} for key in keys]
        with translated():
            self.client.transact_write_items(TransactItems=deletes)  # type: ignore[arg-type]

    def _delete_batch(self, traces: Sequence[Trace]) -> int:
        keys = [to_item({PARTITION: trace.address[0], SORT: trace.address[1]}) for trace in traces]
        requests: Any = [{"DeleteRequest": {"Key": key}} for key in keys]
        with translated():
            answer = self.client.batch_write_item(RequestItems={self.table: requests})
        return len(answer.get("UnprocessedItems", {}).get(self.table, []))


@dataclass(frozen=True)
class Depicted:
    """Jobs of others in whose pictures the subject is: the whole job goes, with all its objects.

    It must come before `DynamoRows`. A trace's address: the team, the job's id, the subject's partition.
    """

    client: "DynamoDBClient"
    rows: DynamoRows
    objects: Sequence[S3Versions | S3Uploads]
    clock: Clock = now
    name: str = "depicted"

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        """See the port. A job that a masker holds carries the end of its lease."""
        partition = subject_partition(team, subject)
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = self.client.query(
                TableName=self.rows.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :depicted)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":pk": partition, ":depicted": DEPICTED}),
                ConsistentRead=True,
                Limit=FEW,
                **start,
            )
        ids = [from_item(item)[SORT].removeprefix(DEPICTED) for item in answer["Items"]]
        traces = [self._trace(JobRef.parse(team, job_id), partition) for job_id in ids]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. A job's row stays as long as one of its objects does, or may come by a masker.

        The row is what leads to the objects: they stand under the prefix of somebody else.
        """
        return sum(not self._delete(trace) for trace in traces)

    def _delete(self, trace: Trace) -> bool:
        team, job_id, partition = trace.address
        ref = JobRef.parse(team, job_id)
        prefix = f"{subject_prefix(ref.team, ref.subject)}{ref.job}/"
        left = sum(_emptied(store, prefix) for store in self.objects)
        if left or (trace.busy_until and trace.busy_until > self.clock()):
            return False
        row = self._row(ref)
        others = {subject_partition(team, subject) for subject in row.get("depicted", ())} | {partition}
        self.rows.delete_job((*job_key(ref).values(), *sorted(others)), row.get("once"))
        return True

    def _trace(self, ref: JobRef, partition: str) -> Trace:
        return Trace((ref.team, ref.id, partition), _lease_of(self._row(ref)))

    def _row(self, ref: JobRef) -> dict[str, Any]:
        with translated():
            answer = self.client.get_item(
                TableName=self.rows.table, Key=to_item(job_key(ref)), ConsistentRead=True
            )
        return from_item(answer.get("Item", {}))


def _emptied(store: S3Versions | S3Uploads, prefix: str) -> int:
    """Delete everything below a prefix; how much could not be deleted."""
    page, failed = store.below(prefix), 0
    while page.traces or page.after is not None:
        failed += store.delete(page.traces) if page.traces else 0
        if page.after is None:
            break
        page = store.below(prefix, page.after)
    return failed


def _trace(row: dict[str, Any], team: str) -> Trace:
    others = [subject_partition(team, subject) for subject in row.get("depicted", ())]
    return Trace((row[PARTITION], row[SORT], *others), _lease_of(row))


def _lease_of(row: dict[str, Any]) -> datetime | None:
    if row.get("state") != MASKING:
        return None
    return from_text(row["lease_until"])
