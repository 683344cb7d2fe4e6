import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import boto3
import pytest

from functions.aws import clients
from functions.aws.events import EventBridgeBus
from functions.core.errors import Unavailable
from functions.core.events import Event
from functions.core.ports import Bus
from tests.contracts.cloud import Cloud
from tests.fakes.events import FakeBus, erasure_event, job_event

SOURCE = "urn:moretta:eu-central-1:test"
TEAM, SUBJECT = "teamaaaaaaaaaaaa", "s" * 32
Read = Callable[[], Sequence[dict[str, Any]]]


@pytest.fixture
def real(cloud: Cloud) -> tuple[EventBridgeBus, Read]:
    """A bus in moto, and what a rule on it forwards to a queue."""
    events, sqs, name = clients.events(), boto3.client("sqs"), f"bus-{uuid4()}"
    events.create_event_bus(Name=name)
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName=name, EventPattern='{"source": ["moretta"]}')
    events.put_targets(Rule="all", EventBusName=name, Targets=[{"Id": "queue", "Arn": arn}])

    def read() -> list[dict[str, Any]]:
        got: list[dict[str, Any]] = []
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            got += [json.loads(message["Body"]) for message in messages]
        return got

    return EventBridgeBus(events, name, SOURCE), read


@pytest.fixture(params=["fake", "moto"])
def bus(request: pytest.FixtureRequest) -> tuple[Bus, Callable[[], list[object]]]:
    """A bus, and the CloudEvents that it took."""
    if request.param == "fake":
        fake = FakeBus()
        return fake, lambda: [event.to_json(SOURCE) for event in fake.events]
    made, read = request.getfixturevalue("real")
    return made, lambda: [got["detail"] for got in read()]


def test_a_bus_takes_any_number_of_events_as_cloudevents(
    bus: tuple[Bus, Callable[[], list[object]]],
) -> None:
    it, told = bus
    events: list[Event] = [job_event(TEAM, SUBJECT, number=number) for number in range(23)]
    it.put([*events, erasure_event(TEAM)])
    expected = [event.to_json(SOURCE) for event in [*events, erasure_event(TEAM)]]
    assert sorted(map(str, told())) == sorted(map(str, expected))


def test_rules_can_match_on_source_and_type(real: tuple[EventBridgeBus, Read]) -> None:
    it, read = real
    it.put([job_event(TEAM, SUBJECT, "review")])
    (got,) = read()
    assert (got["source"], got["detail-type"]) == ("moretta", "eu.moretta.job.review")


def test_an_entry_that_was_refused_is_an_error(real: tuple[EventBridgeBus, Read]) -> None:
    """PutEvents answers 200 although some entries failed."""

    class Half:
        def put_events(self, **_sent: object) -> dict[str, int]:
            return {"FailedEntryCount": 1}

    half: Any = Half()
    with pytest.raises(Unavailable):
        EventBridgeBus(half, "bus", SOURCE).put([job_event(TEAM, SUBJECT)])
