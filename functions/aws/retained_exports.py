"""The rows of exports as the sweeper sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.export_rows import (
    export_due_shard,
    export_from_item,
    export_item,
    export_key,
    export_time_shard,
)
from functions.aws.faults import translated
from functions.aws.schema import BY_DUE, BY_TIME, PARTITION, SORT, to_item
from functions.core.errors import Conflict
from functions.core.export import Export
from functions.core.job import Keep
from functions.core.list_jobs import HIGH
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 100


@dataclass(frozen=True)
class DynamoRetainedExports:
    """Implements `RetainedExports`. It makes no row, so it asks no tombstone."""

    client: "DynamoDBClient"
    table: str

    def due(self, shard: int, now: datetime) -> Iterator[Export]:
        """See the port."""
        yield from self._found(BY_DUE, export_due_shard(shard), "0", to_text(now))

    def oldest(self, team: str, shard: int, after: str) -> Sequence[Export]:
        """See the port."""
        return list(self._found(BY_TIME, export_time_shard(team, shard), f"{after}!", HIGH))

    def release(self, export: Export, over: Export) -> None:
        """See the port."""
        assert over.keep is not None
        self._put(export, export_item(over, over.keep.next))

    def redate(self, export: Export, keep: Keep) -> None:
        """See the port."""
        self._put(export, export_item(replace(export, keep=keep), keep.next))

    def postpone(self, export: Export, until: datetime) -> None:
        """See the port."""
        self._put(export, export_item(export, until))

    def remove(self, export: Export) -> None:
        """See the port."""
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.delete_item(
                TableName=self.table,
                Key=to_item(export_key(export.team, export.subject, export.id)),
                **_as_read(export),
            )

    def _put(self, export: Export, item: dict[str, Any]) -> None:
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(TableName=self.table, Item=item, **_as_read(export))

    def _found(self, by: tuple[str, str, str], partition: str, low: str, high: str) -> Iterator[Export]:
        index, name, sort = by
        with translated():
            answer = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort BETWEEN :low AND :high",
                ExpressionAttributeNames={"#partition": name, "#sort": sort},
                ExpressionAttributeValues=to_item({":partition": partition, ":low": low, ":high": high}),
                Limit=PAGE,
            )
        for entry in answer["Items"]:
            key: Any = {attribute: entry[attribute] for attribute in (PARTITION, SORT)}
            with translated():
                read = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
            if "Item" in read:
                yield export_from_item(read["Item"])


def _as_read(export: Export) -> Any:
    file = export.keep.file if export.keep else None
    until = {":file_until": to_text(file)} if file else {}
    same = "#file_until = :file_until" if file else "attribute_not_exists(#file_until)"
    return {
        "ConditionExpression": f"#state = :state AND #attempt = :attempt AND {same}",
        "ExpressionAttributeNames": {name: name[1:] for name in ("#state", "#attempt", "#file_until")},
        "ExpressionAttributeValues": to_item({":state": export.state, ":attempt": export.attempt, **until}),
    }
