"""What leads to the jobs of others in whose pictures a subject is: rows in its own partition."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.schema import DEPICTED, PARTITION, SORT, subject_partition, to_item
from functions.core.names import JobRef

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FEW: Final = 100  # of jobs that each take a dozen calls: the worker looks at its time between pages


@dataclass(frozen=True)
class DynamoDepictions:
    """Implements the port `Depictions`."""

    client: "DynamoDBClient"
    table: str

    def page(self, team: str, subject: str, after: object | None) -> tuple[list[JobRef], object | None]:
        """See the port."""
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :depicted)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item(
                    {":pk": subject_partition(team, subject), ":depicted": DEPICTED}
                ),
                ConsistentRead=True,
                Limit=FEW,
                **start,
            )
        refs = [JobRef.parse(team, item[SORT]["S"].removeprefix(DEPICTED)) for item in answer["Items"]]
        return refs, answer.get("LastEvaluatedKey")
