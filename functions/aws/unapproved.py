"""What leads to erasures that await approval: a partition of the ledger, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from functions.aws.erasure_schema import AWAITING, awaiting_key
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, from_item, to_item
from functions.core.end_unapproved import Awaiting
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MOST: Final = 100


@dataclass(frozen=True)
class DynamoUnapproved:
    """Implements `Unapproved`; the ledger writes what it finds."""

    client: "DynamoDBClient"
    ledger: str

    def over(self, now: datetime) -> Sequence[Awaiting]:
        """See the port."""
        with translated():
            answer = self.client.query(
                TableName=self.ledger,
                KeyConditionExpression="#pk = :pk AND #sk < :now",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":pk": AWAITING, ":now": f"{to_text(now)}~"}),
                ConsistentRead=True,
                Limit=MOST,
            )
        found = [from_item(item)[SORT].split("#") for item in answer["Items"]]
        return [Awaiting(from_text(until), team, erasure) for until, team, erasure in found]

    def drop(self, awaiting: Awaiting) -> None:
        """See the port."""
        key = awaiting_key(awaiting.until, awaiting.team, awaiting.erasure)
        with translated():
            self.client.delete_item(TableName=self.ledger, Key=to_item(key))
