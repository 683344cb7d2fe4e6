"""The outbox with a stream's records as Lambda delivers them."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from functions.core.events import Event
from functions.core.publish_events import PublishEvents
from functions.edge.queue import HandBack
from functions.publish_events import handler as module
from tests.fakes.events import FakeBus
from tests.fakes.ledger import FakeLedger
from tests.fakes.webhooks import FakeDeliveries, FakeWebhooks

TEAM, SUBJECT, JOB = "teamaaaaaaaaaaaa", "s" * 32, "s" * 32 + "0" * 26
STREAM = json.loads((Path(__file__).parent / "events" / "stream.json").read_text())


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> PublishEvents:
    """The function's world, of fakes."""
    world = PublishEvents(FakeBus(), FakeLedger(), FakeWebhooks(), FakeDeliveries())
    monkeypatch.setattr(module, "build", lambda: world)
    return world


def told(world: PublishEvents, stream: dict[str, Any]) -> list[Event]:
    """What the bus took of a stream's records."""
    module.handler(stream, None)
    assert isinstance(world.bus, FakeBus)
    return world.bus.events


def changed(**record: Any) -> dict[str, Any]:
    """The stream with parts of its one record replaced."""
    stream: dict[str, Any] = deepcopy(STREAM)
    stream["Records"][0]["dynamodb"] |= record
    return stream


def row(partition: str, sort: str, state: str) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}, "state": {"S": state}}


def test_a_job_that_reached_a_state_is_told_by_its_id_state_and_reason(world: PublishEvents) -> None:
    (event,) = told(world, STREAM)
    assert (event.type, event.team, event.subject) == ("eu.moretta.job.review", TEAM, JOB)
    assert event.data == {"job": JOB, "state": "review", "reason": "nothing_found"}
    assert event.time.isoformat() == "2026-11-22T12:00:00+00:00"


def test_a_record_that_comes_again_is_the_same_event(world: PublishEvents) -> None:
    first, again = [*told(world, STREAM), *told(world, STREAM)][:2]
    assert first == again
    assert first.id == STREAM["Records"][0]["eventID"]


def test_a_new_job_is_told(world: PublishEvents) -> None:
    new = row(f"{TEAM}#{SUBJECT}", f"job#{'0' * 26}", "awaiting_upload")
    (event,) = told(world, changed(OldImage={}, NewImage=new))
    assert event.type == "eu.moretta.job.awaiting_upload"


@pytest.mark.parametrize("state", ["completed", "partial", "failed"])
def test_the_end_of_an_erasure_is_told_by_the_erasures_id(world: PublishEvents, state: str) -> None:
    erasure = "01jd9zzzzzzzzzzzzzzzzzzz99"
    old, new = (row(TEAM, f"erasure#{erasure}", name) for name in ("running", state))
    (event,) = told(world, changed(OldImage=old, NewImage=new | {"subject": {"S": SUBJECT}}))
    assert (event.type, event.team, event.subject) == (f"eu.moretta.erasure.{state}", TEAM, erasure)
    assert SUBJECT not in str(event)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (row(f"{TEAM}#{SUBJECT}", "job#1", "done"), {}),
        (row(f"{TEAM}#{SUBJECT}", "job#1", "masking"), row(f"{TEAM}#{SUBJECT}", "job#1", "masking")),
        (row(TEAM, "erasure#1", "partial"), row(TEAM, "erasure#1", "running")),
        ({}, {"pk": {"S": f"team#{TEAM}"}, "sk": {"S": "team"}, "name": {"S": "Shop"}}),
        ({}, row(f"team#{TEAM}", "webhook#1", "enabled")),
        ({}, {"pk": {"S": "client#1"}, "sk": {"S": "client"}, "raw": {"B": "AAEC"}}),
    ],
    ids=["row-went", "lease-claimed-again", "runs-again", "team", "webhook", "bytes"],
)
def test_what_is_no_new_state_is_not_told(
    world: PublishEvents, old: dict[str, Any], new: dict[str, Any]
) -> None:
    assert told(world, changed(OldImage=old, NewImage=new)) == []


def test_a_batch_that_cannot_be_told_comes_again_and_names_nobody(
    world: PublishEvents, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(world.bus, FakeBus)
    world.bus.down = True
    with pytest.raises(HandBack) as handed:
        module.handler(STREAM, None)
    assert str(handed.value) == ""
    (record,) = [vars(record) for record in caplog.records]
    assert record["causes"] == ["Unavailable"]
    assert SUBJECT not in str(record)


def test_nothing_in_log_or_metric_names_a_job(
    world: PublishEvents, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Promise 15."""
    told(world, STREAM)
    assert SUBJECT not in capsys.readouterr().out
    assert caplog.records
    assert SUBJECT not in str([vars(record) for record in caplog.records])
