"""What webhooks need of the world."""

from collections.abc import Sequence
from typing import Protocol

from functions.core.webhook import Webhook


class Webhooks(Protocol):
    """The rows of webhooks."""

    def create(self, webhook: Webhook) -> None:
        """Write a new webhook. Raises `TooManyWebhooks` when its team has its ten."""

    def get(self, team: str, webhook_id: str) -> Webhook | None:
        """The webhook as of now, or None."""

    def all(self, team: str) -> Sequence[Webhook]:
        """All webhooks of a team, the oldest first."""

    def rotate(self, webhook: Webhook) -> None:
        """Store a rotated secret. Raises `Conflict` unless the stored one is what it was rotated from."""

    def delete(self, team: str, webhook_id: str) -> None:
        """Delete a webhook. Raises `NotFound`."""


class Vault(Protocol):
    """Encrypts secrets, each for one webhook of one team: sealed for another it does not open."""

    def seal(self, team: str, webhook_id: str, secret: bytes) -> str:
        """The secret, encrypted."""

    def open(self, team: str, webhook_id: str, sealed: str) -> bytes:
        """The secret."""
