"""The audit's own table: ``{team}#{hour}  {ulid}``, an item for each entry, so that no two writers meet.

Who does something that is audited may put an item there, and nothing else: see `infra.audit_grants`.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, TTL, Item, from_item, to_item
from functions.core.audit import Entry
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW: Final = f"attribute_not_exists({PARTITION})"


@dataclass(frozen=True)
class AuditRows:
    """How an entry is written. ``days`` is the longest that one may live, whatever its team chooses.

    An adapter that does what is audited puts ``put(entry)`` beside the other items of its transaction.
    """

    table: str
    days: int

    def put(self, entry: Entry) -> dict[str, Any]:
        """The write of an entry, as one item of a transaction."""
        row = {
            PARTITION: audit_partition(entry.team, entry.hour),
            SORT: entry.id,
            "at": to_text(entry.at),
            "by": entry.by,
            "action": entry.action,
            "on": entry.on or None,
            "changes": json.dumps(entry.to_json()["changes"]),
            TTL: int((entry.at + timedelta(days=self.days)).timestamp()),
        }
        return {"Put": {"TableName": self.table, "Item": to_item(row), "ConditionExpression": NEW}}


def beside(rows: AuditRows | None, entry: Entry | None) -> list[dict[str, Any]]:
    """The write of an entry beside those of its deed, if it has one."""
    if entry is None:
        return []
    assert rows is not None
    return [rows.put(entry)]


@dataclass(frozen=True)
class DynamoAudit:
    """Implements `Audit`, for what is done without writing anything else."""

    client: "DynamoDBClient"
    rows: AuditRows

    def append(self, entry: Entry) -> None:
        """See the port."""
        with translated():
            self.client.put_item(**self.rows.put(entry)["Put"])


def audit_partition(team: str, hour: str) -> str:
    """Where a team's entries of one hour are."""
    return f"{team}#{hour}"


def entry_from_item(item: Item) -> Entry:
    """The inverse of ``put``."""
    row = from_item(item)
    changes = {path: (before, after) for path, (before, after) in json.loads(row["changes"]).items()}
    team = row[PARTITION].partition("#")[0]
    return Entry(row[SORT], team, from_text(row["at"]), row["by"], row["action"], changes, row.get("on", ""))
