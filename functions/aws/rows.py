"""What an erasure must reach in the base table of a subject's own, as the port `Store`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.deleting import RowDeletion
from functions.aws.faults import translated
from functions.aws.row_traces import NAMES, row_trace
from functions.aws.schema import (
    DEPICTED,
    SORT,
    subject_partition,
    to_item,
)
from functions.aws.wide_rows import WideRows
from functions.core.reach import Reach
from functions.core.store_names import ROWS
from functions.core.store_ports import Page, Trace

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 1000


@dataclass(frozen=True)
class DynamoRows:
    """Every row of a subject's own, or that of one job, by consistent reads; those of many: `WideRows`.

    Who depicts the subject is found by `Depicted`. Of one job alone there is no tombstone that a masker
    asks for: its row goes only while nobody has claimed it since it was read.
    """

    client: "DynamoDBClient"
    table: str
    name: str = ROWS

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. A row that a masker holds carries the end of its lease."""
        if not reach.subject:
            return WideRows(self.client, self.table).find(reach, after)
        start: Any = {"ExclusiveStartKey": after} if after else {}
        values = {":pk": subject_partition(reach.team, reach.subject)}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk" + (" AND #sk = :sk" if reach.job else ""),
                ProjectionExpression=", ".join(NAMES),
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item(
                    values | ({":sk": f"job#{reach.job}"} if reach.job else {})
                ),
                ConsistentRead=True,
                Limit=PAGE,
                **start,
            )
        own = [item for item in answer["Items"] if not item[SORT]["S"].startswith(DEPICTED)]
        traces = [row_trace(item, alone=reach.job is not None) for item in own]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        return RowDeletion(self.client, self.table).delete(traces)
