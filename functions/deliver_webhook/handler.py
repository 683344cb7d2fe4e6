"""One delivery: sent, or handed back to the queue for later (design, section 4, events)."""

import ssl
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.deliveries import DynamoAttempts, SqsDeliveries, delivery_of
from functions.aws.ledger import DynamoLedger
from functions.aws.webhooks import DynamoWebhooks, KmsVault
from functions.core.deliver_webhook import DeliverWebhook, deliver_webhook
from functions.core.times import now
from functions.deliver_webhook.settings import Settings
from functions.edge.posting import HttpsSender
from functions.edge.telemetry import count, report

NAME: Final = "deliver_webhook"


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry. Answers with the messages that have to come again.

    It does not raise for them: Lambda takes that for its own fault, and polls the queue less.
    """
    again = [record["messageId"] for record in event["Records"] if not _settled(record)]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in again]}


def _settled(record: Mapping[str, Any]) -> bool:
    try:
        world, queue = build()
        number = int(record["attributes"]["ApproximateReceiveCount"])
        tried = deliver_webhook(delivery_of(record["body"]), number, world)
        if tried.again is not None:
            queue.postpone(record["receiptHandle"], tried.again)
    except Exception as error:  # whatever it was: the queue's own retry is the answer
        report(NAME, error)
        count(NAME, "Deliveries", "handed_back")
        return False
    count(NAME, "Deliveries", tried.outcome)
    return tried.again is None


@cache
def build() -> tuple[DeliverWebhook, SqsDeliveries]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = DeliverWebhook(
        webhooks=DynamoWebhooks(dynamodb, settings.table),
        vault=KmsVault(clients.kms(), settings.encryption_key),
        ledger=DynamoLedger(dynamodb, settings.ledger),
        attempts=DynamoAttempts(dynamodb, settings.table, timedelta(days=settings.log_days)),
        sender=HttpsSender(ssl.create_default_context(), bool(settings.private_hosts)),
        clock=now,
        source=settings.source,
        most_attempts=settings.most_attempts,
        back_off=timedelta(seconds=settings.back_off_seconds),
    )
    return world, SqsDeliveries(clients.sqs(), settings.deliveries)
