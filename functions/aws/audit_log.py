"""The audit's entries as those read and forget them who account for it; who writes them has `audit`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import audit_partition, entry_from_item
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, to_item
from functions.core.audit import Entry
from functions.core.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_READ: Final = 100  # BatchGetItem takes no more
_DELETED: Final = 25  # BatchWriteItem neither
_TRIES: Final = 8


@dataclass(frozen=True)
class DynamoAuditLog:
    """Implements `AuditLog`."""

    client: "DynamoDBClient"
    table: str

    def hour(self, team: str, hour: str) -> list[Entry]:
        """See the port."""
        return [entry_from_item(item) for page in self._pages(team, hour) for item in page]

    def several(self, team: str, hour: str, ids: Sequence[str]) -> dict[str, Entry]:
        """See the port."""
        keys = [to_item(self._key(team, hour, each)) for each in ids]
        found: dict[str, Entry] = {}
        for start in range(0, len(keys), _READ):
            asked: Any = {self.table: {"Keys": keys[start : start + _READ], "ConsistentRead": True}}
            for _ in range(_TRIES):
                with translated():
                    answer = self.client.batch_get_item(RequestItems=asked)
                entries = map(entry_from_item, answer["Responses"].get(self.table, []))
                found |= {entry.id: entry for entry in entries}
                if not (asked := answer.get("UnprocessedKeys", {})):
                    break
            else:
                raise Unavailable
        return found

    def forget(self, team: str, hour: str) -> None:
        """See the port."""
        for page in self._pages(team, hour):
            for start in range(0, len(page), _DELETED):
                keys = [{name: item[name] for name in (PARTITION, SORT)} for item in page]
                asked: Any = {
                    self.table: [{"DeleteRequest": {"Key": key}} for key in keys[start : start + _DELETED]]
                }
                with translated():
                    answer = self.client.batch_write_item(RequestItems=asked)
                if answer.get("UnprocessedItems"):
                    raise Unavailable  # the head stays, and leads here again with the next pass

    def _pages(self, team: str, hour: str) -> Iterator[list[Any]]:
        start: Any = {}
        while True:
            with translated():
                page = self.client.query(
                    TableName=self.table,
                    KeyConditionExpression=f"{PARTITION} = :pk",
                    ExpressionAttributeValues=to_item({":pk": audit_partition(team, hour)}),
                    ConsistentRead=True,
                    **start,
                )
            yield page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    @staticmethod
    def _key(team: str, hour: str, entry: str) -> dict[str, str]:
        return {PARTITION: audit_partition(team, hour), SORT: entry}
