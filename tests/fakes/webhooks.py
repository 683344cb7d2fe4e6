"""Webhooks in memory: rows, vault."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from functions.core.errors import Conflict, NotFound, TooManyWebhooks, Unavailable
from functions.core.webhook import MOST_WEBHOOKS, Webhook
from tests.fakes.clock import stored


@dataclass
class FakeWebhooks:
    """Implements the port `Webhooks`."""

    rows: dict[tuple[str, str], Webhook] = field(default_factory=dict)

    def create(self, webhook: Webhook) -> None:
        if len(self.all(webhook.team)) >= MOST_WEBHOOKS:
            raise TooManyWebhooks
        if (webhook.team, webhook.id) in self.rows:
            raise Conflict
        self.rows[webhook.team, webhook.id] = replace(webhook, created_at=stored(webhook.created_at))

    def get(self, team: str, webhook_id: str) -> Webhook | None:
        return self.rows.get((team, webhook_id))

    def all(self, team: str) -> Sequence[Webhook]:
        return [row for (owner, _), row in sorted(self.rows.items()) if owner == team]

    def rotate(self, webhook: Webhook) -> None:
        row = self.rows.get((webhook.team, webhook.id))
        if row is None or row.sealed != webhook.old_sealed or webhook.old_until is None:
            raise Conflict
        self.rows[webhook.team, webhook.id] = replace(webhook, old_until=stored(webhook.old_until))

    def delete(self, team: str, webhook_id: str) -> None:
        if self.rows.pop((team, webhook_id), None) is None:
            raise NotFound


class FakeVault:
    """Implements the port `Vault`: what it seals names what it is for."""

    def seal(self, team: str, webhook_id: str, secret: bytes) -> str:
        return f"{team}/{webhook_id}/{secret.hex()}"

    def open(self, team: str, webhook_id: str, sealed: str) -> bytes:
        if not sealed.startswith(f"{team}/{webhook_id}/"):
            raise Unavailable
        return bytes.fromhex(sealed.rpartition("/")[2])
