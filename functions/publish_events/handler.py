"""Rows changed: tell of it. A batch that fails comes again, whole or halved; an event keeps its id."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.deliveries import SqsDeliveries
from functions.aws.events import EventBridgeBus
from functions.aws.ledger import DynamoLedger
from functions.aws.stream import event_of
from functions.aws.webhooks import DynamoWebhooks
from functions.core.publish_events import PublishEvents, publish_events
from functions.edge.queue import HandBack
from functions.edge.telemetry import count, report
from functions.publish_events.settings import Settings

NAME: Final = "publish_events"


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry. Raises `HandBack` if the batch has to come again."""
    try:
        found = [event_of(record) for record in event["Records"]]
        told = publish_events([happened for happened in found if happened], build())
    except Exception as error:  # whatever it was: the stream's retry is the answer
        report(NAME, error)
        raise HandBack from None
    for happened in told:
        count(NAME, "Events", happened.type)


@cache
def build() -> PublishEvents:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return PublishEvents(
        EventBridgeBus(clients.events(), settings.bus, settings.source),
        DynamoLedger(dynamodb, settings.ledger),
        DynamoWebhooks(dynamodb, settings.table),
        SqsDeliveries(clients.sqs(), settings.deliveries),
    )
