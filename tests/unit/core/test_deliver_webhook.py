import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Receiver

from functions.core.audit import Act
from functions.core.deliver_webhook import DeliverWebhook, Tried, deliver_webhook, pause
from functions.core.deliveries import ListDeliveries, TryWebhook, list_deliveries, try_webhook
from functions.core.delivery import Delivery
from functions.core.errors import NotFound, WebhookDisabled
from functions.core.events import JOB
from functions.core.webhooks import Secrets, create_webhook, delete_webhook, rotate_secret
from tests.fakes.clock import ManualClock
from tests.fakes.events import erasure_event, job_event
from tests.fakes.ledger import FakeLedger
from tests.fakes.webhooks import FakeAttempts, FakeDeliveries, FakeSender, FakeVault, FakeWebhooks

TEAM, OTHER, SUBJECT = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb", "s" * 32
MOST, BACK_OFF = 8, timedelta(seconds=5)


class Setting:
    """One webhook of a team, and the world of its deliveries."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime.now(UTC))  # the public library compares with the real time
        self.webhooks, self.sender = FakeWebhooks(), FakeSender()
        self.ledger, self.attempts = FakeLedger(), FakeAttempts()
        self.secrets = Secrets(self.webhooks, FakeVault(), timedelta(hours=24))
        body = {"url": "https://example.org/hook", "events": [JOB + "done"]}
        self.webhook, self.secret = create_webhook(body, Act(TEAM, "ada", self.clock()), self.secrets)
        self.world = DeliverWebhook(
            self.webhooks,
            self.secrets.vault,
            self.ledger,
            self.attempts,
            self.sender,
            self.clock,
            "urn:moretta:eu-central-1:test",
            MOST,
            BACK_OFF,
        )
        self.delivery = Delivery(self.webhook.id, job_event(TEAM, SUBJECT))

    def deliver(self, number: int = 1) -> Tried:
        return deliver_webhook(self.delivery, number, self.world)

    def verified(self, secret: str) -> Any:
        """What the receiver reads, by the public library."""
        _, headers, body = self.sender.posted[-1]
        return Receiver(secret).verify(body, dict(headers))


@pytest.fixture
def setting() -> Setting:
    return Setting()


def test_a_receiver_gets_the_cloudevent_signed(setting: Setting) -> None:
    assert setting.deliver() == Tried("delivered")
    ((url, headers, body),) = setting.sender.posted
    assert url == "https://example.org/hook"
    assert headers["Content-Type"].startswith("application/cloudevents+json")
    assert setting.verified(setting.secret) == setting.delivery.event.to_json(setting.world.source)
    assert json.loads(body)["data"] == {"job": setting.delivery.event.subject, "state": "done"}


def test_an_id_is_the_same_at_each_attempt_and_holds_no_full_stop(setting: Setting) -> None:
    setting.sender.answers = [500, 503, 200]
    outcomes = [setting.deliver(number).outcome for number in (1, 2, 3)]
    ids = {headers["webhook-id"] for _, headers, _ in setting.sender.posted}
    assert outcomes == ["failed", "failed", "delivered"]
    assert len(ids) == 1
    assert "." not in ids.pop()


def test_during_a_rotation_both_secrets_verify_and_then_the_new_one_alone(setting: Setting) -> None:
    _, new = rotate_secret(setting.webhook.id, Act(TEAM, "ada", setting.clock()), setting.secrets)
    setting.deliver()
    assert setting.verified(setting.secret) == setting.verified(new)
    signature = setting.sender.posted[-1][1]["webhook-signature"]
    assert len(signature.split(" ")) == 2
    setting.clock.advance(24 * 3600)
    setting.deliver()
    assert len(setting.sender.posted[-1][1]["webhook-signature"].split(" ")) == 1


@pytest.mark.parametrize(
    "answer", [100, 301, 302, 308, 400, 404, 429, 500, 503, "timeout", "address_refused"]
)
def test_everything_but_success_is_tried_again_later(setting: Setting, answer: int | str) -> None:
    setting.sender.answers = [answer]
    tried = setting.deliver()
    assert tried.outcome == "failed"
    assert tried.again is not None
    assert BACK_OFF / 2 <= tried.again <= BACK_OFF


@pytest.mark.parametrize("answer", [200, 201, 204, 299])
def test_every_success_is_a_delivery(setting: Setting, answer: int) -> None:
    setting.sender.answers = [answer]
    assert setting.deliver() == Tried("delivered")


def test_pauses_grow_and_end_within_the_life_of_a_message() -> None:
    for _ in range(100):
        pauses = [pause(number, BACK_OFF) for number in range(1, MOST)]
        assert all(BACK_OFF / 2 * 2.5**n <= each <= BACK_OFF * 2.5**n for n, each in enumerate(pauses))
        assert sum(pauses, timedelta()) + MOST * timedelta(seconds=60) < timedelta(hours=1)
    assert pause(3, BACK_OFF) != pause(3, BACK_OFF)


def test_the_last_attempt_goes_to_the_dead_letters_at_once(setting: Setting) -> None:
    setting.sender.answers = [500]
    assert setting.deliver(MOST - 1).outcome == "failed"
    assert setting.deliver(MOST) == Tried("gave_up", timedelta())


def test_a_receiver_that_is_gone_is_told_no_more(setting: Setting) -> None:
    setting.sender.answers = [410]
    assert setting.deliver() == Tried("disabled")
    row = setting.webhooks.rows[TEAM, setting.webhook.id]
    assert (row.state, row.reason) == ("disabled", "gone")
    assert setting.deliver() == Tried("unwanted")
    assert len(setting.sender.posted) == 1
    with pytest.raises(WebhookDisabled):
        try_webhook(setting.webhook.id, TEAM, TryWebhook(setting.webhooks, FakeDeliveries()), setting.clock())


def test_what_waits_for_a_deleted_webhook_is_dropped(setting: Setting) -> None:
    delete_webhook(setting.webhook.id, Act(TEAM, "ada", setting.clock()), setting.webhooks)
    assert setting.deliver(3) == Tried("unwanted")
    assert setting.sender.posted == []


def test_a_retry_for_an_erased_subject_is_dropped_unsent(setting: Setting) -> None:
    """Promise 5: webhook retries."""
    setting.sender.answers = [500]
    setting.deliver()
    setting.ledger.tombstones[TEAM, SUBJECT] = "01jd9zzzzzzzzzzzzzzzzzzz99"
    assert setting.deliver(2) == Tried("erased")
    assert len(setting.sender.posted) == 1


def test_the_erasure_itself_is_told(setting: Setting) -> None:
    setting.ledger.tombstones[TEAM, SUBJECT] = "01jd9zzzzzzzzzzzzzzzzzzz99"
    event = erasure_event(TEAM)
    setting.webhooks.rows[TEAM, setting.webhook.id] = replace(setting.webhook, events=(event.type,))
    setting.delivery = Delivery(setting.webhook.id, event)
    assert setting.deliver() == Tried("delivered")


def test_each_attempt_is_logged_and_names_no_job_and_nothing_of_the_answer(setting: Setting) -> None:
    """Promise 5: an erasure need not reach the log."""
    setting.sender.answers = [500, "timeout", 200]
    for number in (1, 2, 3):
        setting.deliver(number)
        setting.clock.advance(1)
    log = list_deliveries(setting.webhook.id, TEAM, ListDeliveries(setting.webhooks, setting.attempts))
    told = [(line.number, line.outcome, line.status, line.error) for line in log]
    assert told == [
        (3, "delivered", 200, None),
        (2, "failed", None, "timeout"),
        (1, "failed", 500, None),
    ]
    assert {line.type for line in log} == {JOB + "done"}
    assert {line.message_id for line in log} == {setting.delivery.message_id}
    assert SUBJECT not in repr(log)


def test_a_test_goes_the_way_of_every_event(setting: Setting) -> None:
    queue = FakeDeliveries()
    event = try_webhook(setting.webhook.id, TEAM, TryWebhook(setting.webhooks, queue), setting.clock())
    (setting.delivery,) = queue.sent
    assert setting.deliver() == Tried("delivered")
    told = setting.verified(setting.secret)
    assert (told["type"], told["id"]) == ("eu.moretta.webhook.test", event.id)


def test_another_team_neither_tests_nor_reads_the_log(setting: Setting) -> None:
    """Promise 10."""
    queue = FakeDeliveries()
    with pytest.raises(NotFound):
        try_webhook(setting.webhook.id, OTHER, TryWebhook(setting.webhooks, queue), setting.clock())
    with pytest.raises(NotFound):
        list_deliveries(setting.webhook.id, OTHER, ListDeliveries(setting.webhooks, setting.attempts))
    assert queue.sent == []
