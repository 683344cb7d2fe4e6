"""What webhooks need of the world."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from functions.core.audit import Entry
from functions.core.delivery import Attempt, Delivery
from functions.core.webhook import Change, Webhook


class Webhooks(Protocol):
    """The rows of webhooks."""

    def create(self, webhook: Webhook, entry: Entry) -> None:
        """Write a new webhook, with its entry in the audit. Raises `TooManyWebhooks` if its team has ten."""

    def get(self, team: str, webhook_id: str) -> Webhook | None:
        """The webhook as of now, or None."""

    def all(self, team: str) -> Sequence[Webhook]:
        """All webhooks of a team, the oldest first."""

    def rotate(self, webhook: Webhook, entry: Entry) -> None:
        """Store a rotated secret, with its entry.

        Raises `Conflict` unless the stored one is what it was rotated from.
        """

    def change(self, team: str, webhook_id: str, change: Change, entry: Entry) -> Webhook:
        """Write a change with its entry, at once; the webhook after it. Raises `NotFound`.

        Enabled, it gives no reason.
        """

    def disable(self, webhook: Webhook, reason: str) -> None:
        """Tell it no more. One that was deleted or points elsewhere meanwhile is left as it is."""

    def delete(self, team: str, webhook_id: str, entry: Entry) -> None:
        """Delete a webhook, with its entry. Raises `NotFound`."""


class Vault(Protocol):
    """Encrypts secrets, each for one webhook of one team: sealed for another it does not open."""

    def seal(self, team: str, webhook_id: str, secret: bytes) -> str:
        """The secret, encrypted."""

    def open(self, team: str, webhook_id: str, sealed: str) -> bytes:
        """The secret."""


class Deliveries(Protocol):
    """The queue of deliveries."""

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """Put deliveries on the queue. Raises `Unavailable` unless it took all."""


class Attempts(Protocol):
    """The log of attempts; entries end by themselves."""

    def add(self, webhook: Webhook, attempt: Attempt) -> None:
        """Log an attempt."""

    def last(self, webhook: Webhook) -> Sequence[Attempt]:
        """The last hundred attempts, the newest first."""


class Sender(Protocol):
    """The way to receivers."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post a body once, follow nothing; the status of the answer. Raises `Unreachable`."""
