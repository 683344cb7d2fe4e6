"""The ledger table: tombstones, epochs, erasures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from functions.aws.erasure_schema import (
    epoch_key,
    erasure_from_item,
    erasure_item,
    erasure_key,
    tombstone_item,
    tombstone_key,
)
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, TTL, from_item, to_item
from functions.core.erasure import RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned
from functions.core.reach import OfUser
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Who knows of fewer leases, or of an earlier attempt, read the record before another execution moved it.
AS_KNOWN = (
    "#state = :state AND #attempt <= :attempt"
    " AND (attribute_not_exists(#busy_until) OR #busy_until <= :busy_until)"
)


@dataclass(frozen=True)
class DynamoLedger:
    """Implements the port `Ledger`. ``keep`` is how long an entry lives on after its erasure completed."""

    client: "DynamoDBClient"
    table: str
    keep: timedelta = timedelta(days=0)

    def epoch(self, team: str, person: str) -> int:
        """See the port."""
        return int(self._read(epoch_key(team, person)).get("epoch", 0))

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        """See the port."""
        return self._read(tombstone_key(team, subject, job)).get("erasure")

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        """See the port."""
        item = self._item(erasure_key(team, erasure_id))
        return erasure_from_item(item) if item else None

    def begin(self, erasure: Erasure) -> None:
        """See the port."""
        new = f"attribute_not_exists({PARTITION})"
        items = (tombstone_item(erasure), erasure_item(erasure))
        puts = [{"TableName": self.table, "Item": item, "ConditionExpression": new} for item in items]
        with transaction(Tombstoned(), Tombstoned()):
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])  # type: ignore[typeddict-item]

    def save(self, erasure: Erasure, state: str) -> None:
        """See the port."""
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(**self._replace(erasure, state))

    def complete(self, erasure: Erasure) -> None:
        """See the port."""
        assert erasure.ended_at is not None
        until, scope = int((erasure.ended_at + self.keep).timestamp()), erasure.scope
        items = [tombstone_item(erasure, **{TTL: until})]
        if isinstance(scope, OfUser):
            items.append(to_item({**epoch_key(erasure.team, scope.person), "epoch": scope.epoch + 1}))
        puts = [self._replace(erasure, RUNNING, **{TTL: until})]
        puts += [{"TableName": self.table, "Item": item} for item in items]
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=[{"Put": put} for put in puts])  # type: ignore[typeddict-item]

    def _replace(self, erasure: Erasure, state: str, **more: int) -> dict[str, Any]:
        return {
            "TableName": self.table,
            "Item": erasure_item(erasure, **more),
            "ConditionExpression": AS_KNOWN,
            "ExpressionAttributeNames": {f"#{name}": name for name in ("state", "attempt", "busy_until")},
            "ExpressionAttributeValues": to_item(
                {
                    ":state": state,
                    ":attempt": erasure.attempt,
                    ":busy_until": to_text(erasure.busy_until) if erasure.busy_until else "",
                }
            ),
        }

    def _item(self, key: dict[str, str]) -> dict[str, Any] | None:
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return answer.get("Item")

    def _read(self, key: dict[str, str]) -> dict[str, Any]:
        return from_item(self._item(key) or {})
