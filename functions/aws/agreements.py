"""Who accepted which agreement, in the ledger: no restore undoes it, and no erasure reaches it.

    ledger   {team}        agreed                  the last that was accepted
    ledger   {team}        agreement#{version}     each, with its texts
    table    team#{team}   agreement#{version}     when the team met a version first

Texts may be some 20 KB, so who asks for a job reads the row without them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import NEW, AuditRows, beside
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, Item, from_item, to_item
from functions.aws.staff_schema import team_key
from functions.core.agreement import Acceptance
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AGREEMENT: Final = "agreement#"


@dataclass(frozen=True)
class DynamoAgreements:
    """Implements `Agreements`. Who only asks whether a team has agreed has no ``audit``."""

    client: "DynamoDBClient"
    table: str
    ledger: str
    audit: AuditRows | None = None

    def latest(self, team: str) -> Acceptance | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.ledger, Key=to_item(_latest_key(team)), ConsistentRead=True
            )
        return _acceptance(answer["Item"]) if "Item" in answer else None

    def history(self, team: str) -> list[Acceptance]:
        """See the port. Versions are few: nobody accepts what was not deployed."""
        with translated():
            answer = self.client.query(
                TableName=self.ledger,
                KeyConditionExpression="#pk = :team AND begins_with(#sk, :agreement)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":team": team, ":agreement": AGREEMENT}),
                ConsistentRead=True,
            )
        found = [_acceptance(item) for item in answer["Items"]]
        return sorted(found, key=lambda acceptance: acceptance.at, reverse=True)

    def met(self, team: str, version: str, now: datetime) -> datetime:
        """See the port."""
        with translated():
            answer = self.client.update_item(
                TableName=self.table,
                Key=to_item({**team_key(team), SORT: f"{AGREEMENT}{version}"}),
                UpdateExpression="SET met_at = if_not_exists(met_at, :now)",
                ExpressionAttributeValues=to_item({":now": to_text(now)}),
                ReturnValues="ALL_NEW",
            )
        return from_text(from_item(answer["Attributes"])["met_at"])

    def accept(self, acceptance: Acceptance, entry: Entry) -> None:
        """See the port."""
        said = {"version": acceptance.version, "at": to_text(acceptance.at), "by": acceptance.by}
        key = {PARTITION: acceptance.team, SORT: f"{AGREEMENT}{acceptance.version}"}
        kept = to_item({**key, **said, "texts": json.dumps(dict(acceptance.texts))})
        puts: list[Any] = [
            {"Put": {"TableName": self.ledger, "Item": kept, "ConditionExpression": NEW}},
            {"Put": {"TableName": self.ledger, "Item": to_item({**_latest_key(acceptance.team), **said})}},
            *beside(self.audit, entry),
        ]
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=puts)


def _latest_key(team: str) -> dict[str, str]:
    return {PARTITION: team, SORT: "agreed"}


def _acceptance(item: Item) -> Acceptance:
    row = from_item(item)
    texts = json.loads(row.get("texts", "{}"))
    return Acceptance(row[PARTITION], row["version"], from_text(row["at"]), row["by"], texts)
