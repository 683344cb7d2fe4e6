"""The outbox: what changed in the tables leaves as events (promise 5: never about an erased subject)."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.core.delivery import Delivery
from functions.core.events import Event
from functions.core.ports import Bus, Ledger
from functions.core.webhook_ports import Deliveries, Webhooks


@dataclass(frozen=True, slots=True)
class PublishEvents:
    """What it needs of the world."""

    bus: Bus
    ledger: Ledger
    webhooks: Webhooks
    deliveries: Deliveries


def publish_events(events: Sequence[Event], world: PublishEvents) -> Sequence[Event]:
    """Tell the bus of what happened, and the webhooks that want it; the events that were told.

    Told twice is harmless, because an event keeps its id. A subject with a tombstone is not spoken of:
    its own erasure is, under the erasure's id.
    """
    told = [event for event in events if not of_erased(event, world.ledger)]
    if told:
        world.bus.put(told)
    receivers = {team: world.webhooks.all(team) for team in {event.team for event in told}}
    world.deliveries.send(
        [
            Delivery(webhook.id, event)
            for event in told
            for webhook in receivers[event.team]
            if webhook.wants(event.type)
        ]
    )
    return told


def of_erased(event: Event, ledger: Ledger) -> bool:
    """Whether the event is about a job that is erased or being erased, by itself or with its subject."""
    job = event.job
    if job is None:
        return False
    return any(ledger.tombstone(job.team, job.subject, part) for part in (None, job.job))
