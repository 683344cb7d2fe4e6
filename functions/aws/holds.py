"""Legal holds and restrictions: rows of the ledger, because a restore must not lift them.

{team}#{subject}  hold         until: the hold's last moment
{team}#{subject}  restriction  (Art. 18: it stands until it is lifted)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, from_item, subject_partition, to_item
from functions.core.errors import Unavailable
from functions.core.holds import Place
from functions.core.times import Clock, from_text, now

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
    """Implements the port `Holds`, by consistent reads of both rows."""

    client: "DynamoDBClient"
    table: str
    clock: Clock = now

    def held(self, team: str, subject: str) -> bool:
        """See the port."""
        return bool(self.among([(team, subject)]))

    def among(self, places: Iterable[Place]) -> frozenset[Place]:
        """See the port. A hold whose time is over holds no more, even if its row is still there."""
        keys = [to_item(hold_key(*place, kind)) for place in set(places) for kind in (HOLD, RESTRICTION)]
        held = set()
        for at in range(0, len(keys), BATCH):
            for row in self._read(keys[at : at + BATCH]):
                if "until" not in row or from_text(row["until"]) > self.clock():
                    team, subject = row[PARTITION].split("#")
                    held.add((team, subject))
        return frozenset(held)

    def _read(self, keys: Any) -> list[dict[str, Any]]:
        with translated():
            answer = self.client.batch_get_item(
                RequestItems={self.table: {"Keys": keys, "ConsistentRead": True}}
            )
        if answer.get("UnprocessedKeys", {}).get(self.table):
            raise Unavailable  # who was not asked about may be held
        return [from_item(item) for item in answer["Responses"].get(self.table, [])]
