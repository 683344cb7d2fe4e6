"""Webhooks in memory: rows, vault, queue, log, and receivers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from functions.core.audit import Entry
from functions.core.delivery import Attempt, Delivery
from functions.core.errors import Conflict, NotFound, TooManyWebhooks, Unavailable, Unreachable
from functions.core.webhook import DISABLED, MOST_WEBHOOKS, Change, Webhook
from tests.fakes.clock import stored


@dataclass
class FakeWebhooks:
    """Implements the port `Webhooks`."""

    rows: dict[tuple[str, str], Webhook] = field(default_factory=dict)
    audit: list[Entry] = field(default_factory=list)

    def create(self, webhook: Webhook, entry: Entry) -> None:
        if len(self.all(webhook.team)) >= MOST_WEBHOOKS:
            raise TooManyWebhooks
        if (webhook.team, webhook.id) in self.rows:
            raise Conflict
        self.rows[webhook.team, webhook.id] = replace(webhook, created_at=stored(webhook.created_at))
        self.audit.append(entry)

    def get(self, team: str, webhook_id: str) -> Webhook | None:
        return self.rows.get((team, webhook_id))

    def all(self, team: str) -> Sequence[Webhook]:
        return [row for (owner, _), row in sorted(self.rows.items()) if owner == team]

    def rotate(self, webhook: Webhook, entry: Entry) -> None:
        row = self.rows.get((webhook.team, webhook.id))
        if row is None or row.sealed != webhook.old_sealed or webhook.old_until is None:
            raise Conflict
        self.rows[webhook.team, webhook.id] = replace(webhook, old_until=stored(webhook.old_until))
        self.audit.append(entry)

    def change(self, team: str, webhook_id: str, change: Change, entry: Entry) -> Webhook:
        row = self.rows.get((team, webhook_id))
        if row is None:
            raise NotFound
        row = self.rows[team, webhook_id] = change.of(row)
        self.audit.append(entry)
        return row

    def disable(self, webhook: Webhook, reason: str) -> None:
        row = self.rows.get((webhook.team, webhook.id))
        if row and row.url == webhook.url:
            self.rows[webhook.team, webhook.id] = replace(row, state=DISABLED, reason=reason)

    def delete(self, team: str, webhook_id: str, entry: Entry) -> None:
        if self.rows.pop((team, webhook_id), None) is None:
            raise NotFound
        self.audit.append(entry)


class FakeVault:
    """Implements the port `Vault`: what it seals names what it is for."""

    def seal(self, team: str, webhook_id: str, secret: bytes) -> str:
        return f"{team}/{webhook_id}/{secret.hex()}"

    def open(self, team: str, webhook_id: str, sealed: str) -> bytes:
        if not sealed.startswith(f"{team}/{webhook_id}/"):
            raise Unavailable
        return bytes.fromhex(sealed.rpartition("/")[2])


@dataclass
class FakeDeliveries:
    """Implements the port `Deliveries`. ``down`` makes it take nothing."""

    sent: list[Delivery] = field(default_factory=list)
    down: bool = False

    def send(self, deliveries: Sequence[Delivery]) -> None:
        if self.down:
            raise Unavailable
        self.sent.extend(deliveries)


@dataclass
class FakeAttempts:
    """Implements the port `Attempts`."""

    log: list[tuple[str, str, Attempt]] = field(default_factory=list)

    def add(self, webhook: Webhook, attempt: Attempt) -> None:
        self.log.append((webhook.team, webhook.id, replace(attempt, at=stored(attempt.at))))

    def last(self, webhook: Webhook) -> Sequence[Attempt]:
        mine = [attempt for team, name, attempt in self.log if (team, name) == (webhook.team, webhook.id)]
        return sorted(mine, key=lambda attempt: attempt.at, reverse=True)[:100]


@dataclass
class FakeSender:
    """Implements the port `Sender`. ``answers`` are given in turn, the last for ever: a status or a code."""

    answers: list[int | str] = field(default_factory=lambda: [200])
    posted: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        answer = self.answers[min(len(self.posted), len(self.answers) - 1)]
        self.posted.append((url, headers, body))
        if isinstance(answer, str):
            raise Unreachable(answer)
        return answer
