"""A webhook: where a team wants to be told of what, and with which secret it is signed.

The signature is that of Standard Webhooks (its specification, version 1.0.0): symmetric, HMAC-SHA256, ``v1``;
a secret is shown as ``whsec_`` and base64.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from functions.core.errors import Invalid
from functions.core.events import TEST, TYPES
from functions.core.webhook_url import parse_url

MOST_WEBHOOKS: Final = 10
SECRET_BYTES: Final = 32  # the specification asks for 24 to 64
ENABLED: Final = "enabled"
DISABLED: Final = "disabled"
FIELDS: Final = frozenset({"url", "events"})
RESTORED: Final = "restored"  # why it is disabled: it came out of a backup, and may have been deleted since
BY_TEAM: Final = "by_team"  # why it is disabled, if its receiver did not say that it is gone


@dataclass(frozen=True, slots=True)
class Webhook:
    """One receiver of a team. ``sealed`` is its secret, encrypted for this webhook of this team alone.

    After a rotation ``old_sealed`` signs beside it until ``old_until``. ``reason`` is a code, if disabled.
    """

    id: str
    team: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    sealed: str
    state: str = ENABLED
    reason: str | None = None
    old_sealed: str | None = None
    old_until: datetime | None = None

    def wants(self, event_type: str) -> bool:
        """Whether it is to be told of events of this type; of a test always."""
        return self.state == ENABLED and event_type in (*self.events, TEST)

    def rotated(self, sealed: str, old_until: datetime) -> "Webhook":
        """This webhook with a new secret; the one before stays valid until then."""
        return replace(self, sealed=sealed, old_sealed=self.sealed, old_until=old_until)

    def valid(self, now: datetime) -> Sequence[str]:
        """The sealed secrets that sign at a moment, the newest first."""
        if self.old_sealed and self.old_until and now < self.old_until:
            return (self.sealed, self.old_sealed)
        return (self.sealed,)


@dataclass(frozen=True, slots=True)
class Change:
    """What of a webhook is to be other than it is; None leaves it as it is."""

    url: str | None = None
    events: tuple[str, ...] | None = None
    state: str | None = None

    def of(self, webhook: Webhook) -> Webhook:
        """A webhook as it is after this."""
        made = replace(webhook, url=self.url or webhook.url, events=self.events or webhook.events)
        if self.state:
            made = replace(made, state=self.state, reason=BY_TEAM if self.state == DISABLED else None)
        return made


def parse_change(body: Mapping[str, object]) -> Change:
    """A change from a JSON body. Raises `Invalid` with the field named."""
    fields = FIELDS | {"state"}
    if not body or not body.keys() <= fields:
        raise Invalid(f"must have at least one of {', '.join(sorted(fields))}, and no other", field="body")
    if "state" in body and body["state"] not in (ENABLED, DISABLED):
        raise Invalid(f"must be {ENABLED} or {DISABLED}", field="state")
    return Change(
        parse_url(body["url"]) if "url" in body else None,
        _events(body["events"]) if "events" in body else None,
        str(body["state"]) if "state" in body else None,
    )


def parse_webhook(body: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """URL and event types in a JSON body. Raises `Invalid` with the field named."""
    if not body.keys() <= FIELDS:
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(FIELDS))}", field="body")
    return parse_url(body.get("url")), _events(body.get("events"))


def _events(wanted: object) -> tuple[str, ...]:
    if not isinstance(wanted, list) or not wanted:
        raise Invalid("must be a list of at least one event type", field="events")
    if len(wanted) > len(TYPES) or not all(isinstance(name, str) and name in TYPES for name in wanted):
        raise Invalid(f"must be of {', '.join(TYPES)}", field="events")
    return tuple(dict.fromkeys(wanted))


def new_secret() -> bytes:
    """A secret of chance alone."""
    return secrets.token_bytes(SECRET_BYTES)


def shown_secret(secret: bytes) -> str:
    """The secret as libraries of Standard Webhooks take it."""
    return "whsec_" + base64.b64encode(secret).decode()


def signatures(keys: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """The header ``webhook-signature``: one signature per key, separated by spaces."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(
        "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys
    )
