"""Exports in DynamoDB. Who may write one stands in a row of its own, which every write checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.erasure_schema import not_erased
from functions.aws.export_rows import (
    EXPORT,
    export_from_item,
    export_item,
    export_key,
    export_time_shard,
    runs_key,
)
from functions.aws.faults import transaction, translated
from functions.aws.once import once_put
from functions.aws.schema import (
    BY_TIME,
    PARTITION,
    SORT,
    from_item,
    once_key,
    shard_of,
    subject_partition,
    to_item,
)
from functions.core.audit import Entry
from functions.core.errors import Conflict, LeaseOpen, MorettaError, Repeated, Tombstoned
from functions.core.export import RUNNING, Export
from functions.core.ports import Once
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW: Final = f"attribute_not_exists({PARTITION})"
OURS: Final = "#export = :export AND #lease = :lease"
THIS: Final = "#export = :export"
FREE: Final = "attribute_not_exists(#lease_until) OR #lease_until <= :now"


@dataclass(frozen=True)
class DynamoExports:
    """Implements the port `Exports`. ``overdue`` is when the sweeper looks after a new one."""

    client: "DynamoDBClient"
    table: str
    ledger: str
    overdue: timedelta = timedelta()
    audit: AuditRows | None = None

    def begin(self, export: Export, once: Once | None, entry: Entry) -> None:
        """See the port."""
        lock = to_item({**runs_key(export.team, export.subject), "export": export.id})
        row = export_item(export, export.requested_at + self.overdue)
        writes: list[Any] = [{"Put": self._new(lock)}, {"Put": self._new(row)}]
        meanings: list[MorettaError] = [Conflict(), Conflict()]
        if once:  # before the others: who repeats a call is told of its export, whatever runs now
            at = int(export.requested_at.timestamp())
            writes.insert(0, {"Put": once_put(self.table, export.team, export.subject, once, at)})
            meanings.insert(0, Repeated())
        self._write(export, [*writes, *beside(self.audit, entry)], meanings)

    def once(self, team: str, subject: str, key: str) -> Once | None:
        """See the port."""
        row = self._read(once_key(team, subject, key))
        return Once(key, row["digest"], row["job"]) if row else None

    def running(self, team: str, subject: str) -> str | None:
        """See the port."""
        return self._read(runs_key(team, subject)).get("export")

    def get(self, team: str, subject: str, export_id: str) -> Export | None:
        """See the port."""
        item = self._item(export_key(team, subject, export_id))
        return export_from_item(item) if item else None

    def page(self, team: str, subject: str, limit: int, after: str | None) -> tuple[list[Export], str | None]:
        """See the port."""
        start: Any = {"ExclusiveStartKey": to_item(export_key(team, subject, after))} if after else {}
        values = {":pk": subject_partition(team, subject), ":export": EXPORT}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :export)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item(values),
                ScanIndexForward=False,
                ConsistentRead=True,
                Limit=limit,
                **start,
            )
        exports = [export_from_item(item) for item in answer["Items"]]
        return exports, exports[-1].id if exports and "LastEvaluatedKey" in answer else None

    def find(self, team: str, export_id: str) -> Export | None:
        """See the port."""
        index, partition, sort = BY_TIME
        values = {":partition": export_time_shard(team, shard_of(export_id)), ":id": export_id}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort = :id",
                ExpressionAttributeNames={"#partition": partition, "#sort": sort},
                ExpressionAttributeValues=to_item(values),
            )
        found = [item[PARTITION]["S"].split("#")[1] for item in answer["Items"]]
        return self.get(team, found[0], export_id) if found else None

    def take(self, export: Export, lease: str, until: datetime, now: datetime) -> None:
        """See the port. That it runs is checked before the lease, so that the two are told apart."""
        if self.running(export.team, export.subject) != export.id:
            raise Conflict
        put = {
            **self._leased(export, lease, lease_until=to_text(until)),
            "ConditionExpression": f"{THIS} AND ({FREE})",
            "ExpressionAttributeNames": _names("export", "lease_until"),
            "ExpressionAttributeValues": to_item({":export": export.id, ":now": to_text(now)}),
        }
        self._write(export, [{"Put": put}], [LeaseOpen()])

    def save(self, export: Export, due_at: datetime, *, free: bool = False) -> None:
        """See the port."""
        row, lock = {"TableName": self.table, "Item": export_item(export, due_at)}, self._ours(export)
        held: dict[str, Any] = {"ConditionCheck": lock}
        if free:
            lock.pop("Key")
            held = {"Put": {**lock, **self._leased(export, export.lease)}}
        self._write(export, [held, {"Put": row}], [Conflict()])

    def again(self, export: Export, due_at: datetime) -> None:
        """See the port."""
        row = {"TableName": self.table, "Item": export_item(export, due_at)}
        self._write(export, [{"ConditionCheck": self._this(export)}, {"Put": row}], [Conflict()])

    def end(self, export: Export) -> None:
        """See the port."""
        self._end(export, self._ours(export))

    def give_up(self, export: Export) -> None:
        """See the port."""
        self._end(export, self._this(export))

    def _end(self, export: Export, lock: dict[str, Any]) -> None:
        assert export.keep is not None
        assert export.state != RUNNING
        row = {"TableName": self.table, "Item": export_item(export, export.keep.next)}
        self._write(export, [{"Delete": lock}, {"Put": row}], [Conflict()])

    def _write(self, export: Export, writes: Sequence[Any], meanings: Sequence[MorettaError]) -> None:
        items: Any = [not_erased(self.ledger, export.team, export.subject), *writes]
        with transaction(Tombstoned(), *meanings):
            self.client.transact_write_items(TransactItems=items)

    def _new(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"TableName": self.table, "Item": item, "ConditionExpression": NEW}

    def _lock(self, export: Export) -> dict[str, Any]:
        return {"TableName": self.table, "Key": to_item(runs_key(export.team, export.subject))}

    def _leased(self, export: Export, lease: str, **until: str) -> dict[str, Any]:
        key = runs_key(export.team, export.subject)
        item = to_item({**key, "export": export.id, "lease": lease, **until})
        return {"TableName": self.table, "Item": item}

    def _ours(self, export: Export) -> dict[str, Any]:
        return {
            **self._lock(export),
            "ConditionExpression": OURS,
            "ExpressionAttributeNames": _names("export", "lease"),
            "ExpressionAttributeValues": to_item({":export": export.id, ":lease": export.lease}),
        }

    def _this(self, export: Export) -> dict[str, Any]:
        return {
            **self._lock(export),
            "ConditionExpression": THIS,
            "ExpressionAttributeNames": _names("export"),
            "ExpressionAttributeValues": to_item({":export": export.id}),
        }

    def _item(self, key: dict[str, str]) -> dict[str, Any] | None:
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return answer.get("Item")

    def _read(self, key: dict[str, str]) -> dict[str, Any]:
        return from_item(self._item(key) or {})


def _names(*names: str) -> dict[str, str]:
    return {f"#{name}": name for name in names}
