"""Legal holds and restrictions: rows of the ledger, because a restore must not lift them.

{team}#{subject}  hold         until: the hold's last moment; ground, by, set_at
{team}#{subject}  restriction  (Art. 18: it stands until it is lifted)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, TTL, from_item, subject_partition, to_item
from functions.core.audit import Entry
from functions.core.errors import Unavailable
from functions.core.holds import Hold, Place
from functions.core.times import Clock, from_text, now, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH: Final = 100  # BatchGetItem takes no more
HOLD: Final = "hold"
RESTRICTION: Final = "restriction"


def hold_key(team: str, subject: str, kind: str = HOLD) -> dict[str, str]:
    """Where a subject's hold, or its restriction, stands."""
    return {PARTITION: subject_partition(team, subject), SORT: kind}


@dataclass(frozen=True)
class DynamoHolds:
    """Implements the port `Holds`, by consistent reads of both rows, and `LegalHolds`."""

    client: "DynamoDBClient"
    table: str
    clock: Clock = now
    audit: AuditRows | None = None

    def held(self, team: str, subject: str) -> bool:
        """See the port."""
        return bool(self.among([(team, subject)]))

    def among(self, places: Iterable[Place]) -> frozenset[Place]:
        """See the port. A hold whose time is over holds no more, even if its row is still there."""
        keys = [to_item(hold_key(*place, kind)) for place in set(places) for kind in (HOLD, RESTRICTION)]
        held = set()
        for row in read_many(self.client, self.table, keys):
            if "until" not in row or from_text(row["until"]) > self.clock():
                team, subject = row[PARTITION].split("#")
                held.add((team, subject))
        return frozenset(held)

    def get(self, team: str, subject: str) -> Hold | None:
        """See the port `LegalHolds`."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(hold_key(team, subject)), ConsistentRead=True
            )
        row = from_item(answer.get("Item", {}))
        if not row or from_text(row["until"]) <= self.clock():
            return None
        return Hold(row["ground"], from_text(row["until"]), row["by"], from_text(row["set_at"]))

    def put(self, team: str, subject: str, hold: Hold, entry: Entry) -> None:
        """See the port `LegalHolds`."""
        values = {"ground": hold.ground, "until": to_text(hold.until), "by": hold.by}
        values["set_at"] = to_text(hold.set_at)
        row = {**hold_key(team, subject), **values, TTL: int(hold.until.timestamp())}
        self._write({"Put": {"TableName": self.table, "Item": to_item(row)}}, entry)

    def lift(self, team: str, subject: str, entry: Entry) -> None:
        """See the port `LegalHolds`."""
        self._write({"Delete": {"TableName": self.table, "Key": to_item(hold_key(team, subject))}}, entry)

    def _write(self, write: Any, entry: Entry) -> None:
        items: Any = [write, *beside(self.audit, entry)]
        with translated():
            self.client.transact_write_items(TransactItems=items)


def read_many(client: "DynamoDBClient", table: str, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The rows that are there of these keys, consistently. Raises `Unavailable` unless it learns of all."""
    for at in range(0, len(keys), BATCH):
        asked: Any = {table: {"Keys": keys[at : at + BATCH], "ConsistentRead": True}}
        with translated():
            answer = client.batch_get_item(RequestItems=asked)
        if answer.get("UnprocessedKeys", {}).get(table):
            raise Unavailable  # who was not asked about may be held
        yield from (from_item(item) for item in answer["Responses"].get(table, []))
