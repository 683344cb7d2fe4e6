"""The way of a delivery: still wanted, still allowed, signed, sent once; and what happens next."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.delivery import Attempt, Delivery
from functions.core.errors import Unreachable
from functions.core.ports import Ledger
from functions.core.publish_events import of_erased
from functions.core.times import Clock
from functions.core.webhook import Webhook, signatures
from functions.core.webhook_ports import Attempts, Sender, Vault, Webhooks

DELIVERED: Final = "delivered"
DISABLED: Final = "disabled"
FAILED: Final = "failed"
GAVE_UP: Final = "gave_up"
UNWANTED: Final = "unwanted"
ERASED: Final = "erased"
GONE: Final = 410
GROWTH: Final = 2.5  # of the pause from attempt to attempt


@dataclass(frozen=True, slots=True)
class DeliverWebhook:
    """What it needs of the world. ``back_off`` is the longest pause after the first attempt."""

    webhooks: Webhooks
    vault: Vault
    ledger: Ledger
    attempts: Attempts
    sender: Sender
    clock: Clock
    source: str
    most_attempts: int
    back_off: timedelta


@dataclass(frozen=True, slots=True)
class Tried:
    """How an attempt ended, and after which pause the next is due (None: there is none to be)."""

    outcome: str
    again: timedelta | None = None


def deliver_webhook(delivery: Delivery, number: int, world: DeliverWebhook) -> Tried:
    """Try a delivery for the ``number``-th time, from 1.

    What a webhook does not want any more is dropped, and so is what would name a subject that is
    erased, or being erased (promise 5).
    """
    webhook = world.webhooks.get(delivery.event.team, delivery.webhook)
    if webhook is None or not webhook.wants(delivery.event.type):
        return Tried(UNWANTED)
    if of_erased(delivery.event, world.ledger):
        return Tried(ERASED)
    began = world.clock()
    status, error = _post(delivery, webhook, world, began)
    outcome = _outcome(status, number, world)
    if outcome == DISABLED:
        world.webhooks.disable(webhook, "gone")
    took = int((world.clock() - began).total_seconds() * 1000)
    attempt = Attempt(began, delivery.message_id, delivery.event.type, number, outcome, status, error, took)
    world.attempts.add(webhook, attempt)
    match outcome:
        case "failed":
            return Tried(outcome, pause(number, world.back_off))
        case "gave_up":
            return Tried(outcome, timedelta())  # to the dead letters at once
        case _:
            return Tried(outcome)


def pause(number: int, back_off: timedelta) -> timedelta:
    """The time to the next attempt: exponential, half of it by chance, so that receivers get no bursts."""
    return back_off * GROWTH ** (number - 1) * secrets.SystemRandom().uniform(0.5, 1)


def _post(
    delivery: Delivery, webhook: Webhook, world: DeliverWebhook, now: datetime
) -> tuple[int | None, str | None]:
    body = json.dumps(delivery.event.to_json(world.source)).encode()
    try:
        return world.sender.post(webhook.url, _headers(delivery, webhook, world, now, body), body), None
    except Unreachable as unreachable:
        return None, unreachable.code


def _headers(
    delivery: Delivery, webhook: Webhook, world: DeliverWebhook, now: datetime, body: bytes
) -> Mapping[str, str]:
    keys = [world.vault.open(webhook.team, webhook.id, sealed) for sealed in webhook.valid(now)]
    timestamp = int(now.timestamp())
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Moretta-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(keys, delivery.message_id, timestamp, body),
    }


def _outcome(status: int | None, number: int, world: DeliverWebhook) -> str:
    if status is not None and 200 <= status < 300:
        return DELIVERED
    if status == GONE:
        return DISABLED
    return GAVE_UP if number >= world.most_attempts else FAILED
