"""What happens to a photo and to an erasure is told on the bus, by ids and codes alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image

from tests.e2e.pictures import jpeg
from tests.e2e.world import CANARY, World, eventually, new_user, post


@dataclass
class Listener:
    """Everything on a stage's bus, by a rule and a queue of the operator's."""

    world: World
    queue: str
    heard: list[dict[str, Any]] = field(default_factory=list)

    def types(self, subject: str) -> list[str]:
        """The types of the events about a job or an erasure, as told so far."""
        while messages := self.world.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                self.heard.append(json.loads(message["Body"]))
                self.world.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [event["detail-type"] for event in self.heard if event["detail"]["subject"] == subject]


@pytest.fixture(scope="module")
def listener(local: World) -> Iterator[Listener]:
    events, bus = local.deployed.session.client("events"), local.deployed.outputs["EventBusName"]
    queue = local.sqs.create_queue(QueueName="listener")["QueueUrl"]
    arn = local.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["moretta"]}')
    events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    yield Listener(local, queue)
    events.remove_targets(Rule="all", EventBusName=bus, Ids=["queue"])
    events.delete_rule(Name="all", EventBusName=bus)
    local.sqs.delete_queue(QueueUrl=queue)


def test_a_photos_way_and_its_erasure_are_told(local: World, listener: Listener, photo: Image.Image) -> None:
    client, user = local.one.client, new_user()
    job = client.create_job(user)
    assert post(client, job["upload"], jpeg(photo)).status == 204
    way = [f"eu.moretta.job.{state}" for state in ("awaiting_upload", "masking", "done")]
    eventually(lambda: sorted(listener.types(job["id"])) == sorted(way), "the photo's way is told")
    erasure = client.erase_user(user)["id"]
    ended = ["eu.moretta.erasure.completed"]
    eventually(lambda: listener.types(erasure) == ended, "the end of the erasure is told", 60)
    assert sorted(listener.types(job["id"])) == sorted(way), "its jobs went without a word"
    for event in listener.heard:
        assert event["detail"]["specversion"] == "1.0"
        assert event["detail"]["source"] == "urn:moretta:eu-central-1:local"
    mine = [event["detail"] for event in listener.heard if event["detail"]["subject"] in (job["id"], erasure)]
    assert {event["team"] for event in mine} == {local.one.team}
    assert len({event["id"] for event in mine}) == 4
    assert CANARY not in str(listener.heard)


def test_no_event_was_given_up(local: World, listener: Listener) -> None:
    job = local.one.client.create_job(new_user())
    eventually(lambda: listener.types(job["id"]), "a new job is told")
    counted = local.sqs.get_queue_attributes(
        QueueUrl=local.deployed.outputs["LostEventsQueueUrl"], AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert counted["Attributes"]["ApproximateNumberOfMessages"] == "0"
