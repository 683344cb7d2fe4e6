"""Every row of a person's partition, whatever its kind, by consistent reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.export_rows import export_from_item
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, job_from_item, subject_partition, to_item
from functions.core.stored_of import EXPORTS, JOBS, Row

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

JOB: Final = "job"
# What a sort key begins with → what it is called outside; what is not here is called by its beginning.
KINDS: Final = {
    JOB: JOBS,
    "once": "idempotency_keys",
    "depicted": "pictures_of_others",
    "copy": "dataset_copies",
    "consent": "consents",
    "export": EXPORTS,
}


@dataclass(frozen=True)
class DynamoPartition:
    """Implements the port `Rows`."""

    client: "DynamoDBClient"
    table: str

    def of(self, team: str, subject: str) -> Iterator[Row]:
        """See the port."""
        start: dict[str, Any] = {}
        while True:
            with translated():
                page = self.client.query(
                    TableName=self.table,
                    KeyConditionExpression="#pk = :pk",
                    ExpressionAttributeNames={"#pk": PARTITION},
                    ExpressionAttributeValues=to_item({":pk": subject_partition(team, subject)}),
                    ConsistentRead=True,
                    **start,
                )
            yield from (_row(item) for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _row(item: Any) -> Row:
    kind = item[SORT]["S"].partition("#")[0]
    job = job_from_item(item) if kind == JOB else None
    return Row(KINDS.get(kind, kind), job, export_from_item(item) if kind == "export" else None)
