"""The ledger table: tombstones, epochs, erasures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.erasure_schema import (
    awaiting_item,
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
from functions.core.erasure import CANCELLED, Erasure
from functions.core.errors import Conflict, Tombstoned, Unavailable
from functions.core.ports import Erasures
from functions.core.reach import OfUser

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW: Final = f"attribute_not_exists({PARTITION})"
# Of the record, what was read; one that was only begun has no revision.
BEGUN: Final = f"attribute_exists({PARTITION}) AND attribute_not_exists(#revision)"
AS_READ: Final = "#revision = :revision"


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
        made = (tombstone_item(erasure), awaiting_item(erasure), erasure_item(erasure))
        items = [item for item in made if item]
        puts = [{"TableName": self.table, "Item": item, "ConditionExpression": NEW} for item in items]
        writes: list[Any] = [{"Put": put} for put in puts] + beside(self.audit, entry)
        with transaction(*(Tombstoned() for _ in puts)):
            self.client.transact_write_items(TransactItems=writes)

    def save(self, erasure: Erasure, entry: Entry | None = None) -> Erasure:
        """See the port."""
        closed = closed_item(erasure)
        ended = {TTL: self._until(erasure)} if erasure.state == CANCELLED else {}
        return self._write(erasure, [closed] if closed else [], ended, entry)

    def complete(self, erasure: Erasure, entry: Entry | None = None) -> None:
        """See the port."""
        until = {TTL: self._until(erasure)}
        items = [tombstone_item(erasure, **until), closed_item(erasure)]
        scope = erasure.scope
        if isinstance(scope, OfUser):
            items.append(to_item({**epoch_key(erasure.team, scope.person), "epoch": scope.epoch + 1}))
        self._write(erasure, [item for item in items if item], until, entry)

    def _until(self, erasure: Erasure) -> int:
        assert erasure.ended_at is not None
        return int((erasure.ended_at + self.keep).timestamp())

    def _write(
        self, erasure: Erasure, items: Sequence[dict[str, Any]], more: Mapping[str, int], entry: Entry | None
    ) -> Erasure:
        """The next revision, with what goes along.

        It is a transaction even alone: sent twice, because the answer was lost, DynamoDB takes it once.
        """
        following = replace(erasure, revision=erasure.revision + 1)
        puts = [self._replace(erasure.revision, erasure_item(following, **more))]
        puts += [{"TableName": self.table, "Item": item} for item in items]
        writes: list[Any] = [{"Put": put} for put in puts] + beside(self.audit, entry)
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=writes)
        return following

    def _replace(self, revision: int, item: dict[str, Any]) -> dict[str, Any]:
        put = {
            "TableName": self.table,
            "Item": item,
            "ConditionExpression": AS_READ if revision else BEGUN,
            "ExpressionAttributeNames": {"#revision": "revision"},
        }
        known = {"ExpressionAttributeValues": to_item({":revision": revision})} if revision else {}
        return put | known

    def _item(self, key: dict[str, str]) -> dict[str, Any] | None:
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return answer.get("Item")

    def _read(self, key: dict[str, str]) -> dict[str, Any]:
        return from_item(self._item(key) or {})
