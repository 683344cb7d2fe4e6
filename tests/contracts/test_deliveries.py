from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import boto3
import pytest

from functions.aws.deliveries import DynamoAttempts, SqsDeliveries, delivery_of, delivery_text
from functions.aws.schema import from_item
from functions.core.delivery import Attempt, Delivery
from functions.core.errors import Unavailable
from functions.core.webhook import Webhook
from functions.core.webhook_ports import Attempts
from tests.contracts.cloud import Cloud
from tests.contracts.making import NOW, OTHER_TEAM, SUBJECT, TEAM
from tests.contracts.test_webhooks import a_webhook
from tests.fakes.events import erasure_event, job_event
from tests.fakes.webhooks import FakeAttempts

KEEP = timedelta(days=7)


@pytest.fixture(params=["fake", "moto"])
def attempts(request: pytest.FixtureRequest) -> Attempts:
    """The log."""
    if request.param == "fake":
        return FakeAttempts()
    cloud: Cloud = request.getfixturevalue("cloud")
    return DynamoAttempts(cloud.dynamodb, cloud.new_table(), KEEP)


@pytest.fixture
def queue(cloud: Cloud) -> SqsDeliveries:
    """A queue in moto."""
    assert cloud
    client = boto3.client("sqs")
    return SqsDeliveries(client, client.create_queue(QueueName=str(uuid4()))["QueueUrl"])


def received(queue: SqsDeliveries) -> list[Any]:
    """All visible messages."""
    got: list[Any] = []
    while page := queue.client.receive_message(QueueUrl=queue.queue, MaxNumberOfMessages=10).get("Messages"):
        got += page
    return got


def an_attempt(number: int = 1, **changes: Any) -> Attempt:
    """A line of the log; the later, the higher its number."""
    at = NOW + timedelta(seconds=number)
    line = Attempt(at, "msg_1", "eu.moretta.job.done", number, "failed", 500, None, 17)
    return replace(line, **changes)


def test_any_number_of_deliveries_is_queued_and_read_back_the_same(queue: SqsDeliveries) -> None:
    sent = [Delivery(f"webhook-{n}", job_event(TEAM, SUBJECT, number=n)) for n in range(23)]
    sent.append(Delivery("webhook", erasure_event(TEAM)))
    queue.send(sent)
    queue.send([])
    got = [delivery_of(message["Body"]) for message in received(queue)]
    assert sorted(got, key=repr) == sorted(sent, key=repr)


def test_a_message_is_small_and_holds_ids_and_codes() -> None:
    text = delivery_text(Delivery("w" * 26, job_event(TEAM, SUBJECT)))
    assert len(text) < 600


def test_a_message_that_is_postponed_comes_back_after_its_pause(queue: SqsDeliveries) -> None:
    queue.send([Delivery("webhook", job_event(TEAM, SUBJECT))])
    (message,) = received(queue)
    assert received(queue) == []
    queue.postpone(message["ReceiptHandle"], timedelta())
    assert len(received(queue)) == 1


def test_a_queue_that_is_not_there_is_unavailable(queue: SqsDeliveries) -> None:
    with pytest.raises(Unavailable):
        replace(queue, queue=f"{queue.queue}x").send([Delivery("webhook", job_event(TEAM, SUBJECT))])


def test_the_log_is_read_back_the_newest_first(attempts: Attempts) -> None:
    webhook = a_webhook()
    lines = [an_attempt(1), an_attempt(2, status=None, error="timeout"), an_attempt(3, outcome="delivered")]
    for line in lines:
        attempts.add(webhook, line)
    assert list(attempts.last(webhook)) == lines[::-1]


def test_two_attempts_at_the_same_moment_are_two_lines(attempts: Attempts) -> None:
    webhook = a_webhook()
    for _ in range(2):
        attempts.add(webhook, an_attempt())
    assert list(attempts.last(webhook)) == [an_attempt()] * 2


def test_a_hundred_lines_are_shown(attempts: Attempts) -> None:
    webhook = a_webhook()
    for number in range(103):
        attempts.add(webhook, an_attempt(number))
    assert [line.number for line in attempts.last(webhook)] == list(range(102, 2, -1))


def test_a_log_is_of_one_webhook_of_one_team(attempts: Attempts) -> None:
    """Promise 10."""
    webhook = a_webhook()
    attempts.add(webhook, an_attempt())
    others: list[Webhook] = [replace(webhook, team=OTHER_TEAM), a_webhook(), replace(webhook, id="")]
    assert [list(attempts.last(other)) for other in others] == [[], [], []]


def test_a_line_of_the_log_ends_by_itself(cloud: Cloud) -> None:
    table = cloud.new_table()
    DynamoAttempts(cloud.dynamodb, table, KEEP).add(a_webhook(), an_attempt())
    (item,) = cloud.dynamodb.scan(TableName=table)["Items"]
    assert int(from_item(item)["ttl"]) == int((an_attempt().at + KEEP).timestamp())
