"""Webhooks end to end: a receiver on loopback, verified with the public library of Standard Webhooks."""

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from standardwebhooks.webhooks import WebhookVerificationError

from functions.core.times import from_text, now
from tests.e2e.pictures import jpeg
from tests.e2e.receiver import Receiver, receiving
from tests.e2e.world import CANARY, Speaker, World, eventually, new_user, post

PATH = "/v1/team/webhooks"
DONE, NEW = "eu.moretta.job.done", "eu.moretta.job.awaiting_upload"


@pytest.fixture(scope="module")
def receiver(swift: World) -> Iterator[Receiver]:
    with receiving(swift.cloud.folder / "certificates") as started:
        yield started


@pytest.fixture(autouse=True)
def no_webhooks_left(swift: World) -> Iterator[None]:
    """A team has ten at most: each test leaves none."""
    yield
    for speaker in (swift.one, swift.other):
        for webhook in speaker.client.call("GET", PATH)[1]["webhooks"]:
            speaker.client.call("DELETE", f"{PATH}/{webhook['id']}")


def subscribed(speaker: Speaker, url: str, *events: str) -> dict[str, Any]:
    """A new webhook, with its secret."""
    status, body, _ = speaker.client.call("POST", PATH, {"url": url, "events": list(events or (DONE,))})
    assert status == 201, body
    return body


def deliveries(speaker: Speaker, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    """The log of a webhook."""
    status, body, _ = speaker.client.call("GET", f"{PATH}/{webhook['id']}/deliveries")
    assert status == 200
    found: list[dict[str, Any]] = body["deliveries"]
    return found


def send_test(speaker: Speaker, webhook: dict[str, Any]) -> dict[str, Any]:
    """A test delivery, on its way."""
    status, body, _ = speaker.client.call("POST", f"{PATH}/{webhook['id']}/test")
    assert status == 202, body
    return body


def outcomes(speaker: Speaker, webhook: dict[str, Any]) -> list[str]:
    """How the attempts went, the first first."""
    return [line["outcome"] for line in deliveries(speaker, webhook)][::-1]


def test_a_photo_that_is_masked_is_told_and_its_signature_is_verified(
    swift: World, receiver: Receiver, photo: Image.Image
) -> None:
    webhook = subscribed(swift.one, receiver.at("/done"))
    foreign = subscribed(swift.other, receiver.at("/foreign"))
    client, user = swift.one.client, new_user()
    job = client.create_job(user)
    assert post(client, job["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    eventually(lambda: receiver.of("/done"), "the receiver is told")
    (heard,) = receiver.of("/done")
    event = heard.verified(webhook["secret"])
    assert (event["type"], event["subject"]) == (DONE, job["id"])
    assert event["data"] == {"job": job["id"], "state": "done"}
    assert event["source"] == "urn:moretta:eu-central-1:swift"
    assert heard.headers["Content-Type"].startswith("application/cloudevents+json")
    assert CANARY not in str(heard)
    with pytest.raises(WebhookVerificationError):
        heard.verified(foreign["secret"])
    assert receiver.of("/foreign") == []
    (line,) = deliveries(swift.one, webhook)
    assert (line["id"], line["status"], line["attempt"]) == (heard.headers["webhook-id"], 204, 1)
    assert job["id"][:32] not in str(line), "the log names no subject"


def test_a_receiver_that_fails_twice_is_told_the_third_time_by_the_same_id(
    swift: World, receiver: Receiver
) -> None:
    webhook = subscribed(swift.one, receiver.at("/flaky", 500, 503, 200), NEW)
    swift.one.client.create_job(new_user())
    eventually(lambda: outcomes(swift.one, webhook) == ["failed", "failed", "delivered"], "it is delivered")
    heard = receiver.of("/flaky")
    assert len({request.headers["webhook-id"] for request in heard}) == 1
    assert len({request.body for request in heard}) == 1
    for request in heard:
        request.verified(webhook["secret"])
    assert [line["status"] for line in deliveries(swift.one, webhook)] == [200, 503, 500]


def test_a_receiver_that_is_gone_is_told_no_more(swift: World, receiver: Receiver) -> None:
    webhook = subscribed(swift.one, receiver.at("/gone", 410))
    send_test(swift.one, webhook)
    path = f"{PATH}/{webhook['id']}"
    eventually(lambda: swift.one.client.call("GET", path)[1]["state"] == "disabled", "it is disabled")
    assert swift.one.client.call("GET", path)[1]["reason"] == "gone"
    status, body, _ = swift.one.client.call("POST", f"{path}/test")
    assert (status, body["type"]) == (409, "urn:moretta:problem:webhook_disabled")
    assert len(receiver.of("/gone")) == 1


def test_a_redirect_is_not_followed_and_a_receiver_that_never_takes_it_ends_in_the_dead_letters(
    swift: World, receiver: Receiver
) -> None:
    webhook = subscribed(swift.one, receiver.at("/redirect", 302))
    receiver.at("/elsewhere")
    send_test(swift.one, webhook)
    gave_up = ["failed"] * 3 + ["gave_up"]
    eventually(lambda: outcomes(swift.one, webhook) == gave_up, "all attempts are made", 60)
    assert {line["status"] for line in deliveries(swift.one, webhook)} == {302}
    assert receiver.of("/elsewhere") == []
    times = [line["at"] for line in deliveries(swift.one, webhook)][::-1]
    assert times == sorted(times)
    undelivered = {"QueueUrl": swift.deployed.outputs["UndeliveredQueueUrl"]}
    eventually(
        lambda: webhook["id"] in str(swift.sqs.receive_message(**undelivered, MaxNumberOfMessages=10)),
        "it is among the dead letters",
    )


def test_two_secrets_are_valid_while_a_rotation_lasts_and_then_one(swift: World, receiver: Receiver) -> None:
    webhook = subscribed(swift.one, receiver.at("/rotated"))
    _, rotated, _ = swift.one.client.call("POST", f"{PATH}/{webhook['id']}/secret")
    send_test(swift.one, webhook)
    eventually(lambda: receiver.of("/rotated"), "the first test arrives")
    during = receiver.of("/rotated")[0]
    assert during.verified(webhook["secret"]) == during.verified(rotated["secret"])
    until = from_text(rotated["old_secret_until"])
    eventually(lambda: now() > until, "the overlap is over")
    send_test(swift.one, webhook)
    eventually(lambda: len(receiver.of("/rotated")) == 2, "the second test arrives")
    after = receiver.of("/rotated")[1]
    assert after.verified(rotated["secret"])["type"] == "eu.moretta.webhook.test"
    with pytest.raises(WebhookVerificationError):
        after.verified(webhook["secret"])


def test_an_erasure_is_told_and_what_waited_for_its_subject_is_not(swift: World, receiver: Receiver) -> None:
    """Promise 5: webhook retries."""
    jobs = subscribed(swift.one, receiver.at("/jobs", 500), NEW)
    ended = subscribed(swift.one, receiver.at("/erasures"), "eu.moretta.erasure.completed")
    client, user = swift.one.client, new_user()
    client.create_job(user)
    eventually(lambda: receiver.of("/jobs"), "the first attempt is made")
    erasure = client.erase_user(user)["id"]
    before = len(receiver.of("/jobs"))
    eventually(lambda: receiver.of("/erasures"), "the erasure is told", 60)
    event = receiver.of("/erasures")[0].verified(ended["secret"])
    assert (event["subject"], event["data"]["state"]) == (erasure, "completed")
    queue = {"QueueUrl": swift.deployed.outputs["DeliveriesQueueUrl"]}
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    eventually(
        lambda: (
            set(swift.sqs.get_queue_attributes(**queue, AttributeNames=names)["Attributes"].values()) == {"0"}
        ),
        "nothing waits",
        60,
    )
    assert len(receiver.of("/jobs")) - before <= 1, "one may have been on its way"
    assert "gave_up" not in outcomes(swift.one, jobs)


def test_a_receiver_that_is_not_there_is_logged_by_a_code(swift: World) -> None:
    webhook = subscribed(swift.one, "https://nowhere.invalid/kanarienvogel")
    send_test(swift.one, webhook)
    eventually(lambda: deliveries(swift.one, webhook), "an attempt is made")
    line = deliveries(swift.one, webhook)[-1]
    assert (line["status"], line["error"]) == (None, "name_not_resolved")
    assert "nowhere.invalid" not in swift.cloud.logs()
