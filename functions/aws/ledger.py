"""The ledger table: tombstones, epochs, erasures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.erasure_schema import (
    closed_item,
    closed_key,
    epoch_key,
    erasure_from_item,
    erasure_item,
    erasure_key,
    tombstone_item,
    tombstone_key,
)
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, TTL, from_item, to_item
from functions.core.audit import Entry
from functions.core.erasure import CANCELLED, RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned, Unavailable
from functions.core.ports import Erasures
from functions.core.reach import OfUser
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Who knows of fewer leases, or of an earlier attempt, read the record before another execution moved it.
AS_KNOWN: Final = (
    "#state = :state AND #attempt <= :attempt"
    " AND (attribute_not_exists(#busy_until) OR #busy_until <= :busy_until)"
)
NEW: Final = f"attribute_not_exists({PARTITION})"


@dataclass(frozen=True)
class DynamoLedger:
    """Implements the port `Ledger`. ``keep`` is how long an entry lives on after its erasure completed."""

    client: "DynamoDBClient"
    table: str
    keep: timedelta = timedelta(days=0)
    audit: AuditRows | None = None

    def epoch(self, team: str, person: str) -> int:
        """See the port."""
        return int(self._read(epoch_key(team, person)).get("epoch", 0))

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        """See the port."""
        return self._read(tombstone_key(team, subject, job)).get("erasure")

    def closed(self, team: str) -> bool:
        """See the port."""
        return bool(self._read(closed_key(team)).get("closed", False))

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        """See the port."""
        item = self._item(erasure_key(team, erasure_id))
        return erasure_from_item(item) if item else None

    def several(self, team: str, ids: Sequence[str]) -> list[Erasure]:
        """See the port."""
        keys = [to_item(erasure_key(team, one)) for one in ids]
        request: Any = {self.table: {"Keys": keys, "ConsistentRead": True}}
        with translated():
            answer = self.client.batch_get_item(RequestItems=request)
        if answer.get("UnprocessedKeys"):
            raise Unavailable  # the step, or the call, is tried again
        return [erasure_from_item(item) for item in answer["Responses"].get(self.table, [])]

    def recent(self, team: str, state: str | None, limit: int, after: str | None) -> Erasures:
        """See the port. DynamoDB counts what the filter leaves out, so a page may be short."""
        start: Any = {"ExclusiveStartKey": to_item(erasure_key(team, after))} if after else {}
        names = {"#pk": PARTITION, "#sk": SORT, "#parent": "parent"} | ({"#state": "state"} if state else {})
        values = {":team": team, ":erasure": "erasure#"} | ({":state": state} if state else {})
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :team AND begins_with(#sk, :erasure)",
                FilterExpression="attribute_not_exists(#parent)" + (" AND #state = :state" if state else ""),
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=to_item(values),
                ScanIndexForward=False,
                ConsistentRead=True,
                Limit=limit,
                **start,
            )
        last = answer.get("LastEvaluatedKey")
        go_on = from_item(last)[SORT].removeprefix("erasure#") if last else None
        return [erasure_from_item(item) for item in answer["Items"]], go_on

    def begin(self, erasure: Erasure, entry: Entry | None = None) -> None:
        """See the port."""
        items = [item for item in (tombstone_item(erasure), erasure_item(erasure)) if item]
        puts = [{"TableName": self.table, "Item": item, "ConditionExpression": NEW} for item in items]
        writes: list[Any] = [{"Put": put} for put in puts] + beside(self.audit, entry)
        with transaction(*(Tombstoned() for _ in puts)):
            self.client.transact_write_items(TransactItems=writes)

    def save(self, erasure: Erasure, state: str, entry: Entry | None = None) -> None:
        """See the port."""
        closed = closed_item(erasure)
        ended = {TTL: self._until(erasure)} if erasure.state == CANCELLED else {}
        if closed or entry:
            self._write(erasure, state, [closed] if closed else [], ended, entry)
            return
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(**self._replace(erasure, state, ended))

    def complete(self, erasure: Erasure, entry: Entry | None = None) -> None:
        """See the port."""
        until = {TTL: self._until(erasure)}
        items = [tombstone_item(erasure, **until), closed_item(erasure)]
        scope = erasure.scope
        if isinstance(scope, OfUser):
            items.append(to_item({**epoch_key(erasure.team, scope.person), "epoch": scope.epoch + 1}))
        self._write(erasure, RUNNING, [item for item in items if item], until, entry)

    def _until(self, erasure: Erasure) -> int:
        assert erasure.ended_at is not None
        return int((erasure.ended_at + self.keep).timestamp())

    def _write(
        self,
        erasure: Erasure,
        state: str,
        items: Sequence[dict[str, Any]],
        more: Mapping[str, int],
        entry: Entry | None,
    ) -> None:
        puts = [self._replace(erasure, state, more)]
        puts += [{"TableName": self.table, "Item": item} for item in items]
        writes: list[Any] = [{"Put": put} for put in puts] + beside(self.audit, entry)
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=writes)

    def _replace(self, erasure: Erasure, state: str, more: Mapping[str, int]) -> dict[str, Any]:
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
