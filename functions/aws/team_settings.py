"""Settings of teams, and the walks that bring a changed retention to what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.aws.audit import AuditRows
from functions.aws.faults import transaction, translated
from functions.aws.schema import BY_DUE, PARTITION, SHARDS, to_item
from functions.aws.settings_rows import (
    redate_shard,
    redating_from_item,
    redating_item,
    redating_key,
    settings_from_item,
    settings_item,
    settings_key,
)
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.retention_ports import Redating
from functions.core.team_settings import Bounds, Settings, defaults
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_WALKS = 100  # teams that changed their retention at the same time: the others wait a minute


@dataclass(frozen=True)
class DynamoSettings:
    """Implements `TeamSettings`. Who only reads them has no ``audit``."""

    client: "DynamoDBClient"
    table: str
    bounds: Bounds
    audit: AuditRows | None = None

    def of(self, team: str) -> Settings:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(settings_key(team)), ConsistentRead=True
            )
        default = defaults(self.bounds)
        return settings_from_item(answer["Item"], default) if "Item" in answer else default

    def change(self, team: str, settings: Settings, entry: Entry, *, redate: bool) -> None:
        """See the port."""
        assert settings.changed_at is not None
        assert self.audit is not None
        put: Any = {
            "TableName": self.table,
            "Item": settings_item(team, settings),
            "ConditionExpression": f"attribute_not_exists({PARTITION})",
        }
        if settings.version > 1:
            put["ConditionExpression"] = "#version = :before"
            put["ExpressionAttributeNames"] = {"#version": "version"}
            put["ExpressionAttributeValues"] = to_item({":before": settings.version - 1})
        walks = [Redating(team, shard, settings.changed_at) for shard in range(SHARDS)] if redate else []
        rows = [redating_item(walk, settings.changed_at) for walk in walks]
        others: list[Any] = [{"Put": {"TableName": self.table, "Item": row}} for row in rows]
        others.append(self.audit.put(entry))
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=[{"Put": put}, *others])


@dataclass(frozen=True)
class DynamoRedatings:
    """Implements `Redatings`."""

    client: "DynamoDBClient"
    table: str

    def due(self, shard: int, now: datetime) -> Iterator[Redating]:
        """See the port."""
        index, partition, sort = BY_DUE
        with translated():
            found = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort <= :now",
                ExpressionAttributeNames={"#partition": partition, "#sort": sort},
                ExpressionAttributeValues=to_item({":partition": redate_shard(shard), ":now": to_text(now)}),
                Limit=_WALKS,
            )
        for entry in found["Items"]:
            key: Any = {name: entry[name] for name in redating_key("", 0)}
            with translated():
                answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
            if "Item" in answer:
                yield redating_from_item(answer["Item"])

    def save(self, redating: Redating, due_at: datetime) -> None:
        """See the port."""
        item = redating_item(redating, due_at)
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(TableName=self.table, Item=item, **_same(redating))

    def end(self, redating: Redating) -> None:
        """See the port."""
        key = to_item(redating_key(redating.team, redating.shard))
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.delete_item(TableName=self.table, Key=key, **_same(redating))


def _same(redating: Redating) -> Any:
    return {
        "ConditionExpression": "changed_at = :changed_at",
        "ExpressionAttributeValues": to_item({":changed_at": to_text(redating.changed_at)}),
    }
