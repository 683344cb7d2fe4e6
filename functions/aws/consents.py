"""Consents in DynamoDB: the row in the user's partition, and its proof in the ledger, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.aws.audit import AuditRows, beside
from functions.aws.consent_rows import CONSENT, consent_from_item, consent_item, consent_key, proof_item
from functions.aws.datasets import withdrawing_item
from functions.aws.erasure_schema import not_erased
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, subject_partition, to_item
from functions.core.audit import Entry
from functions.core.consent import Consent
from functions.core.datasets import Withdrawal
from functions.core.errors import Conflict, Tombstoned

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NEW = f"attribute_not_exists({PARTITION})"


@dataclass(frozen=True)
class DynamoConsents:
    """Implements the port `Consents`."""

    client: "DynamoDBClient"
    table: str
    ledger: str
    audit: AuditRows | None = None

    def get(self, team: str, subject: str, purpose: str) -> Consent | None:
        """See the port."""
        key = to_item(consent_key(team, subject, purpose))
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return consent_from_item(answer["Item"]) if "Item" in answer else None

    def all(self, team: str, subject: str) -> list[Consent]:
        """See the port. A team has few purposes: their consents, with 4 KB of evidence each, are one page."""
        values = {":pk": subject_partition(team, subject), ":consent": CONSENT}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :consent)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item(values),
                ConsistentRead=True,
            )
        return [consent_from_item(item) for item in answer["Items"]]

    def give(self, team: str, subject: str, consent: Consent, before: Consent | None, entry: Entry) -> None:
        """See the port."""
        self._write(team, subject, consent, before, None, entry)

    def withdraw(
        self, team: str, subject: str, consent: Consent, proof_until: datetime, entry: Entry
    ) -> None:
        """See the port."""
        assert consent.withdrawn_at is not None
        walk = Withdrawal(team, subject, consent.purpose, consent.withdrawn_at)
        also = {"Put": {"TableName": self.table, "Item": withdrawing_item(walk)}}
        self._write(team, subject, consent, consent, proof_until, entry, also)

    def _write(
        self,
        team: str,
        subject: str,
        consent: Consent,
        before: Consent | None,
        proof_until: datetime | None,
        entry: Entry,
        *also: dict[str, Any],
    ) -> None:
        put: dict[str, Any] = {
            "TableName": self.table,
            "Item": consent_item(team, subject, consent),
            **_as_read(before),
        }
        proof = {"TableName": self.ledger, "Item": proof_item(team, subject, consent, proof_until)}
        items: Any = [not_erased(self.ledger, team, subject), {"Put": put}, {"Put": proof}, *also]
        items += beside(self.audit, entry)
        with transaction(Tombstoned(), Conflict()):
            self.client.transact_write_items(TransactItems=items)


def _as_read(before: Consent | None) -> dict[str, Any]:
    if before is None:
        return {"ConditionExpression": _NEW}
    return {
        "ConditionExpression": "#id = :id",
        "ExpressionAttributeNames": {"#id": "id"},
        "ExpressionAttributeValues": to_item({":id": before.id}),
    }
