"""Deliveries: the queue, and the log in the base table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from functions.aws.faults import translated
from functions.aws.schema import PARTITION, to_item
from functions.aws.webhook_rows import attempt_from_item, attempt_item, attempts_partition
from functions.core.delivery import Attempt, Delivery
from functions.core.events import Event
from functions.core.times import from_text, to_text
from functions.core.webhook import Webhook

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

LAST: Final = 100


@dataclass(frozen=True)
class SqsDeliveries:
    """Implements `Deliveries`."""

    client: "SQSClient"
    queue: str

    def send(self, deliveries: Sequence[Delivery]) -> None:
        """See the port. One by one: a batch may fail in part, and there are seldom more than a few."""
        with translated():
            for delivery in deliveries:
                self.client.send_message(QueueUrl=self.queue, MessageBody=delivery_text(delivery))

    def postpone(self, receipt: str, pause: timedelta) -> None:
        """Let a message that is being worked on come back after a pause, of whole seconds."""
        with translated():
            self.client.change_message_visibility(
                QueueUrl=self.queue, ReceiptHandle=receipt, VisibilityTimeout=round(pause.total_seconds())
            )


@dataclass(frozen=True)
class DynamoAttempts:
    """Implements `Attempts`. ``keep`` is the life of an entry."""

    client: "DynamoDBClient"
    table: str
    keep: timedelta = timedelta()

    def add(self, webhook: Webhook, attempt: Attempt) -> None:
        """See the port."""
        item = attempt_item(webhook, attempt, self.keep)
        with translated():
            self.client.put_item(TableName=self.table, Item=item)

    def last(self, webhook: Webhook) -> Sequence[Attempt]:
        """See the port."""
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk",
                ExpressionAttributeNames={"#pk": PARTITION},
                ExpressionAttributeValues=to_item({":pk": attempts_partition(webhook)}),
                ScanIndexForward=False,
                ConsistentRead=True,
                Limit=LAST,
            )
        return [attempt_from_item(item) for item in answer["Items"]]


def delivery_text(delivery: Delivery) -> str:
    """A delivery as a message."""
    event = delivery.event
    return json.dumps(
        {
            "webhook": delivery.webhook,
            "team": event.team,
            "id": event.id,
            "type": event.type,
            "subject": event.subject,
            "time": to_text(event.time),
            "data": dict(event.data),
        }
    )


def delivery_of(text: str) -> Delivery:
    """The inverse of ``delivery_text``."""
    told = json.loads(text)
    time = from_text(told["time"])
    event = Event(told["id"], told["type"], told["team"], told["subject"], time, told["data"])
    return Delivery(told["webhook"], event)
