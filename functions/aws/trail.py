"""The audit of a team, read hour by hour, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import audit_partition, entry_from_item
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, Item, to_item
from functions.core.audit import Entry
from functions.core.audit_head import hour_of, shifted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 100  # of entries at most: who reads their jobs can read no more in one call
HOURS: Final = 100  # most of them are empty: so many are asked for between two looks at the time


@dataclass(frozen=True)
class DynamoTrail:
    """Implements the port `Trail`. A place is an hour, and behind it the last entry that was seen of it."""

    client: "DynamoDBClient"
    table: str

    def entries(self, team: str, since: datetime, until: datetime, after: str) -> tuple[Sequence[Entry], str]:
        """See the port."""
        hour, _, last = after.partition("#")
        hour = hour or hour_of(since)
        found: list[Entry] = []
        for _ in range(HOURS):
            answer = self._of(team, hour, last, PAGE - len(found))
            found += map(entry_from_item, answer["Items"])
            if "LastEvaluatedKey" in answer:
                return found, f"{hour}#{answer['LastEvaluatedKey'][SORT]['S']}"
            hour, last = shifted(hour, 1), ""
            if hour > hour_of(until):
                return found, ""
            if len(found) >= PAGE:
                break
        return found, hour

    def _of(self, team: str, hour: str, last: str, limit: int) -> Any:
        key: Item = {PARTITION: audit_partition(team, hour), SORT: last}
        start: Any = {"ExclusiveStartKey": to_item(key)} if last else {}
        with translated():
            return self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk",
                ExpressionAttributeNames={"#pk": PARTITION},
                ExpressionAttributeValues=to_item({":pk": audit_partition(team, hour)}),
                ConsistentRead=True,
                Limit=limit,
                **start,
            )
