"""Restrictions and the walks that follow from them.

ledger table                              base table
    {team}#{subject}  restriction             {team}#{subject}  restricting

A walk stands in the index ``by_due`` when its walker's time is over, under a shard of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.erasure_schema import not_erased
from functions.aws.faults import transaction, translated
from functions.aws.holds import RESTRICTION, hold_key
from functions.aws.schema import (
    BY_DUE,
    DEPICTED,
    PARTITION,
    SORT,
    from_item,
    shard_of,
    subject_partition,
    to_item,
)
from functions.core.audit import Entry
from functions.core.errors import Conflict, Tombstoned
from functions.core.holds import Place
from functions.core.names import JobRef
from functions.core.restriction import Restriction, Walk
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WALK: Final = "restricting"
PAGE: Final = 100
_WALKS: Final = 100  # of a shard in a pass: the others wait a minute
_JOB: Final = "job#"
_NEW: Final = f"attribute_not_exists({PARTITION})"


@dataclass(frozen=True)
class DynamoRestrictions:
    """Implements `Restrictions`."""

    client: "DynamoDBClient"
    table: str
    ledger: str
    audit: AuditRows | None = None

    def get(self, team: str, subject: str) -> Restriction | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.ledger, Key=to_item(hold_key(team, subject, RESTRICTION)), ConsistentRead=True
            )
        row = from_item(answer.get("Item", {}))
        return Restriction(row["ground"], row["by"], from_text(row["set_at"])) if row else None

    def restricted(self, places: Iterable[Place]) -> frozenset[Place]:
        """See the port."""
        return frozenset(place for place in places if self.get(*place))

    def put(self, walk: Walk, restriction: Restriction, entry: Entry) -> None:
        """See the port."""
        key = hold_key(walk.team, walk.subject, RESTRICTION)
        values = {"ground": restriction.ground, "by": restriction.by, "set_at": to_text(restriction.set_at)}
        write = {"Put": {"TableName": self.ledger, "Item": to_item({**key, **values})}}
        self._write(walk, write, entry, alive=True)

    def lift(self, walk: Walk, entry: Entry) -> None:
        """See the port."""
        key = to_item(hold_key(walk.team, walk.subject, RESTRICTION))
        self._write(walk, {"Delete": {"TableName": self.ledger, "Key": key}}, entry, alive=False)

    def _write(self, walk: Walk, write: dict[str, Any], entry: Entry, *, alive: bool) -> None:
        begun: Any = {
            "TableName": self.table,
            "Item": walk_item(walk),
            "ConditionExpression": f"{_NEW} OR #until <= :now",
            "ExpressionAttributeNames": {"#until": "due_at"},
            "ExpressionAttributeValues": to_item({":now": to_text(entry.at)}),
        }
        checks = [not_erased(self.ledger, walk.team, walk.subject)] if alive else []
        meanings = [Tombstoned()] if alive else []
        items: Any = [*checks, {"Put": begun}, write, *beside(self.audit, entry)]
        with transaction(*meanings, Conflict()):
            self.client.transact_write_items(TransactItems=items)


@dataclass(frozen=True)
class DynamoWalks:
    """Implements `Walks`."""

    client: "DynamoDBClient"
    table: str

    def due(self, shard: int, now: datetime) -> Iterator[Walk]:
        """See the port."""
        index, partition, sort = BY_DUE
        values = {":partition": f"{WALK}#{shard}", ":now": to_text(now)}
        with translated():
            found = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort <= :now",
                ExpressionAttributeNames={"#partition": partition, "#sort": sort},
                ExpressionAttributeValues=to_item(values),
                Limit=_WALKS,
            )
        for entry in found["Items"]:
            key: Any = {name: entry[name] for name in (PARTITION, SORT)}
            with translated():
                answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
            if "Item" in answer:
                yield walk_from_item(from_item(answer["Item"]))

    def take(self, walk: Walk, before: Walk, now: datetime) -> None:
        """See the port."""
        self._put(walk, before.token)

    def page(self, walk: Walk) -> tuple[list[JobRef], str]:
        """See the port."""
        values = {":pk": subject_partition(walk.team, walk.subject), ":after": walk.after or "!"}
        with translated():
            page = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND #sk > :after",
                ProjectionExpression="#pk, #sk",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item(values),
                ConsistentRead=True,
                Limit=PAGE,
            )
        names = [item[SORT]["S"] for item in page["Items"]]
        refs = [ref for ref in (_ref(walk, name) for name in names) if ref]
        return refs, names[-1] if "LastEvaluatedKey" in page else ""

    def save(self, walk: Walk) -> None:
        """See the port."""
        self._put(walk, walk.token)

    def end(self, walk: Walk) -> None:
        """See the port."""
        key = to_item(_key(walk))
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.delete_item(TableName=self.table, Key=key, **_of(walk.token))

    def _put(self, walk: Walk, token: str) -> None:
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(TableName=self.table, Item=walk_item(walk), **_of(token))


def walk_item(walk: Walk) -> dict[str, Any]:
    """The row of a walk. Which shard looks after it goes by its token."""
    due = {"due_shard": f"{WALK}#{shard_of(walk.token)}", "due_at": to_text(walk.until)}
    return to_item({**_key(walk), "token": walk.token, "after": walk.after, **due})


def walk_from_item(row: dict[str, Any]) -> Walk:
    """The inverse of ``walk_item``."""
    team, subject = row[PARTITION].split("#")
    return Walk(team, subject, row["token"], from_text(row["due_at"]), row["after"])


def _key(walk: Walk) -> dict[str, str]:
    return {PARTITION: subject_partition(walk.team, walk.subject), SORT: WALK}


def _of(token: str) -> Any:
    return {
        "ConditionExpression": "#token = :token",
        "ExpressionAttributeNames": {"#token": "token"},
        "ExpressionAttributeValues": to_item({":token": token}),
    }


def _ref(walk: Walk, name: str) -> JobRef | None:
    if name.startswith(_JOB):
        return JobRef(walk.team, walk.subject, name.removeprefix(_JOB))
    return JobRef.parse(walk.team, name.removeprefix(DEPICTED)) if name.startswith(DEPICTED) else None
