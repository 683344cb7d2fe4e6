"""The heads of the audit, in the ledger, where nobody writes who writes entries.

{team}  head#{hour}#{part}   jws, ids
audit   {team}               hour: all before it have heads; previous: the digest of the last head
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, from_item, to_item
from functions.core.audit_head import Signed, Walk
from functions.core.audit_ports import place
from functions.core.errors import Conflict
from functions.core.sign_audit import next_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_HEAD: Final = "head#"
_WALKS: Final = "audit"
_BEHIND: Final = "~"  # sorts behind every part of an hour


@dataclass(frozen=True)
class DynamoHeads:
    """Implements `Heads`. ``table`` is the ledger."""

    client: "DynamoDBClient"
    table: str

    def walks(self) -> Iterator[Walk]:
        """See the port."""
        for item in self._between(_WALKS, " ", _BEHIND):
            yield _walk(from_item(item))

    def walk(self, team: str) -> Walk | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(_walk_key(team)), ConsistentRead=True
            )
        return _walk(from_item(answer["Item"])) if "Item" in answer else None

    def begin(self, walk: Walk) -> None:
        """See the port."""
        with translated():
            self.client.put_item(TableName=self.table, Item=walk_item(walk))

    def of(self, team: str, hour: str) -> list[Signed]:
        """See the port."""
        low, high = f"{_HEAD}{hour}#", f"{_HEAD}{hour}#{_BEHIND}"
        return [_signed(from_item(item)) for item in self._between(team, low, high)]

    def since(self, team: str, after: str, before: str, limit: int) -> list[Signed]:
        """See the port."""
        # A place itself is passed over; an hour alone sorts before all of its places.
        found = self._between(team, f"{_HEAD}{after}", f"{_HEAD}{before}", limit + 1)
        heads = [_signed(from_item(item)) for item in found]
        return [head for head in heads if place(head) != after][:limit]

    def hours(self, team: str, first: str, before: str) -> Iterator[str]:
        """See the port."""
        last = ""
        for item in self._between(team, f"{_HEAD}{first}", f"{_HEAD}{before}", newest=True):
            hour = item[SORT]["S"].split("#")[1]
            if hour != last:
                yield hour
            last = hour

    def add(self, walk: Walk, signed: Signed) -> Walk:
        """See the port."""
        key = {PARTITION: walk.team, SORT: f"{_HEAD}{place(signed)}"}
        put = {
            "TableName": self.table,
            "Item": to_item({**key, "jws": signed.jws, "ids": list(signed.ids)}),
            "ConditionExpression": f"attribute_not_exists({PARTITION})",
        }
        after = next_of(walk, signed)
        items: Any = [{"Put": put}, {"Put": self._moved(walk, after)}]
        with transaction(Conflict(), Conflict()):
            self.client.transact_write_items(TransactItems=items)
        return after

    def advance(self, walk: Walk, hour: str) -> Walk:
        """See the port."""
        after = Walk(walk.team, hour, walk.previous)
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(**self._moved(walk, after))
        return after

    def forget(self, team: str, hour: str) -> None:
        """See the port."""
        for item in self._between(team, f"{_HEAD}{hour}#", f"{_HEAD}{hour}#{_BEHIND}"):
            key = {name: item[name] for name in (PARTITION, SORT)}
            with translated():
                self.client.delete_item(TableName=self.table, Key=key)

    def _moved(self, before: Walk, after: Walk) -> Any:
        return {
            "TableName": self.table,
            "Item": walk_item(after),
            "ConditionExpression": "#hour = :hour AND #previous = :previous",
            "ExpressionAttributeNames": {"#hour": "hour", "#previous": "previous"},
            "ExpressionAttributeValues": to_item({":hour": before.hour, ":previous": before.previous}),
        }

    def _between(
        self, partition: str, low: str, high: str, limit: int | None = None, *, newest: bool = False
    ) -> Iterator[Any]:
        more: Any = {} if limit is None else {"Limit": limit}
        while low <= high:  # DynamoDB refuses the others, and nothing is between them
            with translated():
                page = self.client.query(
                    TableName=self.table,
                    KeyConditionExpression=f"{PARTITION} = :pk AND {SORT} BETWEEN :low AND :high",
                    ExpressionAttributeValues=to_item({":pk": partition, ":low": low, ":high": high}),
                    ConsistentRead=True,
                    ScanIndexForward=not newest,
                    **more,
                )
            yield from page["Items"]
            if limit is not None or "LastEvaluatedKey" not in page:
                return
            more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def walk_item(walk: Walk) -> dict[str, Any]:
    """The row that says how far a team's audit is signed."""
    return to_item({**_walk_key(walk.team), "hour": walk.hour, "previous": walk.previous})


def _walk_key(team: str) -> dict[str, str]:
    return {PARTITION: _WALKS, SORT: team}


def _walk(row: dict[str, Any]) -> Walk:
    return Walk(row[SORT], row["hour"], row["previous"])


def _signed(row: dict[str, Any]) -> Signed:
    return Signed(row["jws"], tuple(row["ids"]))
