"""What an erasure must reach of exports whose user stays: copies of a job that goes, as the port `Store`.

An export holds the jobs that are older than itself, so those go that have a later id than the job. Of a user
who is erased the rows are found with all others of the partition.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.deleting import RowDeletion
from functions.aws.export_rows import EXPORT, export_time_shard, runs_key
from functions.aws.faults import translated
from functions.aws.holds import read_many
from functions.aws.schema import BY_TIME, PARTITION, SORT, from_item, subject_partition, to_item
from functions.core.reach import Reach
from functions.core.store_names import EXPORT_ROWS
from functions.core.store_ports import Page, Trace
from functions.core.times import from_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 100


@dataclass(frozen=True)
class ExportRows:
    """The rows of exports that hold a job, or jobs of a span of time."""

    client: "DynamoDBClient"
    table: str
    name: str = EXPORT_ROWS

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. One that runs carries the end of its worker's lease."""
        if reach.job:
            answer = self._of_subject(reach, after)
        elif reach.low:
            answer = self._of_dates(reach, after)
        else:
            return Page([], None)
        addresses = [(item[PARTITION]["S"], item[SORT]["S"]) for item in answer["Items"]]
        traces = [Trace(address, owner=address[0].split("#")[1]) for address in addresses]
        return Page([*traces, *self._running(addresses)], answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        return RowDeletion(self.client, self.table).delete(traces)

    def busy(self, team: str, subject: str) -> datetime | None:
        """Until when a worker may write an export of a subject."""
        return _lease(self._lock(team, subject))

    def _of_subject(self, reach: Reach, after: object | None) -> Any:
        values = {
            ":pk": subject_partition(reach.team, reach.subject),
            ":low": f"{EXPORT}{reach.job}",
            ":high": f"{EXPORT}{reach.high or '~'}",
        }
        return self._query(values, (PARTITION, SORT), after, ConsistentRead=True)

    def _of_dates(self, reach: Reach, after: object | None) -> Any:
        index, partition, sort = BY_TIME
        values = {":pk": export_time_shard(reach.team, reach.slice), ":low": reach.low, ":high": "~"}
        return self._query(values, (partition, sort), after, IndexName=index)

    def _query(self, values: Any, key: tuple[str, str], after: object | None, **more: Any) -> Any:
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            return self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND #sk BETWEEN :low AND :high",
                ExpressionAttributeNames=dict(zip(("#pk", "#sk"), key, strict=True)),
                ExpressionAttributeValues=to_item(values),
                Limit=PAGE,
                **more,
                **start,
            )

    def _running(self, addresses: Iterable[tuple[str, str]]) -> list[Trace]:
        found = set(addresses)
        keys = [to_item(runs_key(*partition.split("#"))) for partition in sorted({of for of, _ in found})]
        traces = []
        for lock in read_many(self.client, self.table, keys):
            partition = lock[PARTITION]
            if (partition, f"{EXPORT}{lock['export']}") in found:
                owner = partition.split("#")[1]
                traces.append(Trace((partition, lock[SORT]), _lease(lock), owner=owner))
        return traces

    def _lock(self, team: str, subject: str) -> dict[str, Any]:
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(runs_key(team, subject)), ConsistentRead=True
            )
        return from_item(answer.get("Item", {}))


def _lease(lock: dict[str, Any]) -> datetime | None:
    return from_text(lock["lease_until"]) if "lease_until" in lock else None
