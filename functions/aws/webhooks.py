"""Webhooks: their rows, and KMS as the vault of their secrets."""

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from functions.aws.audit import AuditRows, beside
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, to_item
from functions.aws.staff_schema import team_key
from functions.aws.webhook_rows import (
    WEBHOOK,
    change_values,
    webhook_count_key,
    webhook_from_item,
    webhook_item,
    webhook_key,
)
from functions.core.audit import Entry
from functions.core.errors import Conflict, NotFound, TooManyWebhooks
from functions.core.times import to_text
from functions.core.webhook import DISABLED, ENABLED, MOST_WEBHOOKS, Change, Webhook

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient


@dataclass(frozen=True)
class DynamoWebhooks:
    """Implements the port `Webhooks`. A counter bounds them, in the transaction that writes."""

    client: "DynamoDBClient"
    table: str
    audit: AuditRows | None = None

    def create(self, webhook: Webhook, entry: Entry) -> None:
        """See the port."""
        put = {
            "TableName": self.table,
            "Item": webhook_item(webhook),
            "ConditionExpression": f"attribute_not_exists({PARTITION})",
        }
        room = {"ConditionExpression": "attribute_not_exists(#count) OR #count < :most"}
        self._counted({"Put": put}, webhook.team, 1, {":most": MOST_WEBHOOKS}, room, Conflict(), entry)

    def get(self, team: str, webhook_id: str) -> Webhook | None:
        """See the port."""
        key = to_item(webhook_key(team, webhook_id))
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return webhook_from_item(answer["Item"]) if "Item" in answer else None

    def all(self, team: str) -> Sequence[Webhook]:
        """See the port. Ten rows of at most a few KB are one page."""
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :webhook)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":pk": team_key(team)[PARTITION], ":webhook": WEBHOOK}),
                ConsistentRead=True,
            )
        return [webhook_from_item(item) for item in answer["Items"]]

    def rotate(self, webhook: Webhook, entry: Entry) -> None:
        """See the port."""
        assert webhook.old_until is not None
        values = {":new": webhook.sealed, ":old": webhook.old_sealed, ":until": to_text(webhook.old_until)}
        update = {
            "TableName": self.table,
            "Key": to_item(webhook_key(webhook.team, webhook.id)),
            "UpdateExpression": "SET secret = :new, old_secret = :old, old_until = :until",
            "ConditionExpression": "secret = :old",
            "ExpressionAttributeValues": to_item(values),
        }
        self._update(update, entry, Conflict())

    def change(self, team: str, webhook_id: str, change: Change, entry: Entry) -> Webhook:
        """See the port."""
        values = change_values(change)
        removed = "" if change.state != ENABLED else " REMOVE reason"
        update = {
            "TableName": self.table,
            "Key": to_item(webhook_key(team, webhook_id)),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values) + removed,
            "ConditionExpression": f"attribute_exists({PARTITION})",
            "ExpressionAttributeNames": {f"#{name}": name for name in values},
            "ExpressionAttributeValues": to_item({f":{name}": value for name, value in values.items()}),
        }
        self._update(update, entry, NotFound())
        changed = self.get(team, webhook_id)
        if changed is None:
            raise NotFound  # deleted since
        return changed

    def _update(self, update: Any, entry: Entry, otherwise: Conflict | NotFound) -> None:
        items: Any = [{"Update": update}, *beside(self.audit, entry)]
        with transaction(otherwise):
            self.client.transact_write_items(TransactItems=items)

    def disable(self, webhook: Webhook, reason: str) -> None:
        """See the port."""
        values = {":state": DISABLED, ":reason": reason, ":url": webhook.url}
        with suppress(Conflict), translated(ConditionalCheckFailedException=Conflict()):
            self.client.update_item(
                TableName=self.table,
                Key=to_item(webhook_key(webhook.team, webhook.id)),
                UpdateExpression="SET #state = :state, reason = :reason",
                ConditionExpression="#url = :url",
                ExpressionAttributeNames={"#state": "state", "#url": "url"},
                ExpressionAttributeValues=to_item(values),
            )

    def delete(self, team: str, webhook_id: str, entry: Entry) -> None:
        """See the port."""
        delete = {
            "TableName": self.table,
            "Key": to_item(webhook_key(team, webhook_id)),
            "ConditionExpression": f"attribute_exists({PARTITION})",
        }
        self._counted({"Delete": delete}, team, -1, {}, {}, NotFound(), entry)

    def _counted(
        self,
        write: dict[str, Any],
        team: str,
        more: int,
        known: dict[str, int],
        condition: dict[str, str],
        otherwise: Conflict | NotFound,
        entry: Entry,
    ) -> None:
        update = {
            "TableName": self.table,
            "Key": to_item(webhook_count_key(team)),
            "UpdateExpression": "ADD #count :more",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": to_item({":more": more, **known}),
            **condition,
        }
        items: Any = [write, {"Update": update}, *beside(self.audit, entry)]
        with transaction(otherwise, TooManyWebhooks()):
            self.client.transact_write_items(TransactItems=items)


@dataclass(frozen=True)
class KmsVault:
    """Implements `Vault`: the encryption context ties a secret to one webhook of one team."""

    client: "KMSClient"
    key: str

    def seal(self, team: str, webhook_id: str, secret: bytes) -> str:
        """See the port."""
        context = {"team": team, "webhook": webhook_id}
        with translated():
            answer = self.client.encrypt(KeyId=self.key, Plaintext=secret, EncryptionContext=context)
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open(self, team: str, webhook_id: str, sealed: str) -> bytes:
        """See the port."""
        context = {"team": team, "webhook": webhook_id}
        blob = base64.b64decode(sealed)
        with translated():
            return self.client.decrypt(KeyId=self.key, CiphertextBlob=blob, EncryptionContext=context)[
                "Plaintext"
            ]
