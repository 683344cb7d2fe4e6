"""The rows of many subjects: those of a span of time by an index, those of a whole team by reading the table.

The index lags, so what it finds is read again consistently, and an erasure that finds by it looks twice. A
team's erasure reads the base table itself, because rows without a job stand in no index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.row_traces import NAMES, made_at, row_trace
from functions.aws.schema import BY_TIME, job_key, ref_of, time_shard, to_item
from functions.core.errors import Unavailable
from functions.core.reach import SLICES, Reach
from functions.core.store_ports import Page, Trace

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FEW: Final = 100  # BatchGetItem takes no more
ATTEMPTS: Final = 5


@dataclass(frozen=True)
class WideRows:
    """Finds the rows of a slice of a team. No masker asks for its tombstone, so rows go as they were seen."""

    client: "DynamoDBClient"
    table: str

    def find(self, reach: Reach, after: object | None) -> Page:
        """A page of them."""
        start: Any = {"ExclusiveStartKey": after} if after else {}
        return self._dated(reach, start) if reach.low else self._all(reach, start)

    def _dated(self, reach: Reach, start: Any) -> Page:
        """What ``by_time`` finds in the slice's shard, as it stands in the base table now."""
        index, partition, sort = BY_TIME
        with translated():
            answer = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort BETWEEN :low AND :high",
                ExpressionAttributeNames={"#partition": partition, "#sort": sort},
                ExpressionAttributeValues=to_item(
                    {
                        ":partition": time_shard(reach.team, reach.slice),
                        ":low": reach.low,
                        ":high": reach.high,
                    }
                ),
                Limit=FEW,
                **start,
            )
        refs = [ref_of(item) for item in answer["Items"]]
        rows = self._read([to_item(job_key(ref)) for ref in refs if reach.takes_job(ref.job)])
        return Page([row_trace(row, alone=True) for row in rows], answer.get("LastEvaluatedKey"))

    def _all(self, reach: Reach, start: Any) -> Page:
        """What the base table holds in the slice's segment; pointers and keys are met by themselves."""
        with translated():
            answer = self.client.scan(
                TableName=self.table,
                Segment=reach.slice,
                TotalSegments=SLICES,
                FilterExpression="begins_with(#pk, :team)",
                ProjectionExpression=", ".join(NAMES),
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item({":team": f"{reach.team}#"}),
                ConsistentRead=True,
                **start,
            )
        mine = [item for item in answer["Items"] if reach.takes_job(made_at(item))]
        traces: Sequence[Trace] = [replace(row_trace(row, alone=True), linked=()) for row in mine]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def _read(self, keys: list[Any]) -> list[Any]:
        rows: list[Any] = []
        for _ in range(ATTEMPTS):
            if not keys:
                return rows
            request: Any = {
                self.table: {
                    "Keys": keys,
                    "ConsistentRead": True,
                    "ProjectionExpression": ", ".join(NAMES),
                    "ExpressionAttributeNames": NAMES,
                }
            }
            with translated():
                answer = self.client.batch_get_item(RequestItems=request)
            rows += answer["Responses"].get(self.table, [])
            left: Any = answer.get("UnprocessedKeys", {}).get(self.table, {})
            keys = left.get("Keys", [])
        raise Unavailable
