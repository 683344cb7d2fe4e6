"""A delivery with the queue's message as Lambda hands it over."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.core.audit import Act
from functions.core.deliver_webhook import DeliverWebhook
from functions.core.webhook import Webhook
from functions.deliver_webhook import handler as module
from tests.fakes.clock import START, ManualClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.webhooks import FakeAttempts, FakeSender, FakeVault, FakeWebhooks

TEAM, ID = "teamaaaaaaaaaaaa", "01m81j18g0ax19csg55gpdbraw"
HOST = "kanarienvogel.example"
MESSAGE = json.loads((Path(__file__).parent / "events" / "delivery.json").read_text())
AGAIN = {"batchItemFailures": [{"itemIdentifier": MESSAGE["Records"][0]["messageId"]}]}
DONE: dict[str, Any] = {"batchItemFailures": []}


class Queue:
    """Remembers what was postponed."""

    def __init__(self) -> None:
        self.postponed: list[tuple[str, timedelta]] = []

    def postpone(self, receipt: str, pause: timedelta) -> None:
        self.postponed.append((receipt, pause))


class Setting:
    """The function's world, of fakes, with one webhook."""

    def __init__(self) -> None:
        self.queue, self.sender, self.webhooks = Queue(), FakeSender(), FakeWebhooks()
        vault = FakeVault()
        events, sealed = ("eu.moretta.job.done",), vault.seal(TEAM, ID, b"secret")
        made = Webhook(ID, TEAM, f"https://{HOST}/", events, START, sealed)
        self.webhooks.create(made, Act(TEAM, "ada", START).entry("made"))
        self.attempts = FakeAttempts()
        self.world = DeliverWebhook(
            webhooks=self.webhooks,
            vault=vault,
            ledger=FakeLedger(),
            attempts=self.attempts,
            sender=self.sender,
            clock=ManualClock(),
            source="urn:moretta:eu-central-1:test",
            most_attempts=8,
            back_off=timedelta(seconds=5),
        )


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Setting:
    setting = Setting()
    monkeypatch.setattr(module, "build", lambda: (setting.world, setting.queue))
    return setting


def test_a_message_that_was_delivered_is_done(setting: Setting) -> None:
    assert module.handler(MESSAGE, None) == DONE
    assert len(setting.sender.posted) == 1
    assert setting.queue.postponed == []


def test_a_message_that_failed_comes_back_after_the_pause_of_its_attempt(setting: Setting) -> None:
    setting.sender.answers = [500]
    assert module.handler(MESSAGE, None) == AGAIN
    ((receipt, pause),) = setting.queue.postponed
    assert receipt == MESSAGE["Records"][0]["receiptHandle"]
    assert timedelta(seconds=6.25) <= pause <= timedelta(seconds=12.5)  # the second attempt
    assert setting.attempts.log[0][2].number == 2


def test_a_message_that_nobody_wants_is_done(setting: Setting) -> None:
    setting.webhooks.delete(TEAM, ID, Act(TEAM, "ada", START).entry("gone"))
    assert module.handler(MESSAGE, None) == DONE
    assert setting.sender.posted == []


def test_our_own_failure_hands_the_message_back_by_itself(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError(HOST)

    monkeypatch.setattr(setting.attempts, "add", fail)
    assert module.handler(MESSAGE, None) == AGAIN
    assert setting.queue.postponed == []
    assert HOST not in str([vars(record) for record in caplog.records])


def test_nothing_in_log_or_metric_names_a_job_or_a_receiver(
    setting: Setting, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Promise 15."""
    setting.sender.answers = ["timeout"]
    module.handler(MESSAGE, None)
    told = capsys.readouterr().out + str([vars(record) for record in caplog.records])
    assert caplog.records
    assert HOST not in told
    assert "ssssssss" not in told
