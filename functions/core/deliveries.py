"""What a team asks about deliveries: a test, and the log of what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.core.delivery import Attempt, Delivery
from functions.core.errors import WebhookDisabled
from functions.core.events import TEST, Event
from functions.core.names import new_id
from functions.core.webhook import ENABLED
from functions.core.webhook_ports import Attempts, Deliveries, Webhooks
from functions.core.webhooks import find_webhook


@dataclass(frozen=True, slots=True)
class TryWebhook:
    """What a test delivery needs of the world."""

    webhooks: Webhooks
    deliveries: Deliveries


@dataclass(frozen=True, slots=True)
class ListDeliveries:
    """What the log needs of the world."""

    webhooks: Webhooks
    attempts: Attempts


def try_webhook(webhook_id: str, team: str, world: TryWebhook, now: datetime) -> Event:
    """Send a test event the way that every event goes. Raises `NotFound`, `WebhookDisabled`."""
    webhook = find_webhook(webhook_id, team, world.webhooks)
    if webhook.state != ENABLED:
        raise WebhookDisabled
    event = Event(new_id(now), TEST, team, webhook.id, now, {"webhook": webhook.id})
    world.deliveries.send([Delivery(webhook.id, event)])
    return event


def list_deliveries(webhook_id: str, team: str, world: ListDeliveries) -> Sequence[Attempt]:
    """The last attempts, the newest first. Raises `NotFound`."""
    return world.attempts.last(find_webhook(webhook_id, team, world.webhooks))
