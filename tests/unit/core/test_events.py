import json
from dataclasses import replace

import pytest

from functions.core import job as jobs
from functions.core.audit import Act
from functions.core.delivery import Delivery
from functions.core.errors import Unavailable
from functions.core.events import ERASURE, JOB, TYPES, Event
from functions.core.publish_events import PublishEvents, publish_events
from functions.core.webhook import Webhook
from tests.fakes.clock import START
from tests.fakes.events import TIME, FakeBus, erasure_event, job_event
from tests.fakes.ledger import FakeLedger
from tests.fakes.webhooks import FakeDeliveries, FakeWebhooks

TEAM, SUBJECT, OTHER = "teamaaaaaaaaaaaa", "a" * 32, "b" * 32
STATES = [
    jobs.AWAITING_UPLOAD,
    jobs.MASKING,
    jobs.DONE,
    jobs.REVIEW,
    jobs.REJECTED,
    jobs.FAILED,
    jobs.EXPIRED,
    jobs.RESTRICTED,
]

MADE = Act(TEAM, "ada", START).entry("made")


def a_world() -> PublishEvents:
    """Everything up, nobody erased, no webhooks."""
    return PublishEvents(FakeBus(), FakeLedger(), FakeWebhooks(), FakeDeliveries())


def test_an_event_is_a_cloudevent() -> None:
    """Required attributes and types of CloudEvents 1.0.2, sections 3.1 and 3.2."""
    event = job_event(TEAM, SUBJECT).to_json("urn:moretta:eu-central-1:local")
    assert event.keys() == {
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "team",
        "data",
    }
    assert event["specversion"] == "1.0"
    assert event["type"] == "eu.moretta.job.done"
    assert event["time"] == "2026-11-22T12:00:00.000Z"
    assert event["data"] == {"job": event["subject"], "state": "done"}
    assert all(name.isalnum() and name.islower() for name in event)
    json.dumps(event)


def test_every_state_of_a_job_and_every_end_of_an_erasure_has_its_type() -> None:
    assert [
        *(JOB + state for state in STATES),
        *(ERASURE + end for end in ("completed", "partial", "failed", "cancelled")),
    ] == [*TYPES]


def test_an_event_of_a_job_knows_the_job_and_another_knows_none() -> None:
    job = job_event(TEAM, SUBJECT).job
    assert job is not None
    assert (job.team, job.subject) == (TEAM, SUBJECT)
    assert erasure_event(TEAM).job is None
    assert Event("e", JOB + "done", TEAM, "no job's id", TIME, {}).job is None


def test_what_happened_is_put_on_the_bus() -> None:
    world = a_world()
    events = [job_event(TEAM, SUBJECT, number=number) for number in range(3)]
    assert publish_events(events, world) == events
    assert isinstance(world.bus, FakeBus)
    assert world.bus.events == events


def test_nothing_is_told_of_an_erased_subject_but_its_erasure() -> None:
    """Promise 5: an event that waited is dropped, under the tombstone."""
    world, ledger = a_world(), FakeLedger()
    ledger.tombstones[TEAM, SUBJECT] = "01jd9zzzzzzzzzzzzzzzzzzz99"
    others = [job_event(TEAM, OTHER), job_event("teambbbbbbbbbbbb", SUBJECT), erasure_event(TEAM)]
    told = publish_events([job_event(TEAM, SUBJECT), *others], replace(world, ledger=ledger))
    assert isinstance(world.bus, FakeBus)
    assert told == world.bus.events == others


def test_a_bus_that_takes_nothing_is_told_again() -> None:
    with pytest.raises(Unavailable):
        publish_events([job_event(TEAM, SUBJECT)], replace(a_world(), bus=FakeBus(down=True)))


def test_each_webhook_of_the_team_that_wants_an_event_gets_a_delivery_of_its_own() -> None:
    world = a_world()
    for number, (team, state, events) in enumerate(
        [
            (TEAM, "enabled", (JOB + "done", JOB + "failed")),
            (TEAM, "enabled", (JOB + "done",)),
            (TEAM, "enabled", (JOB + "failed",)),
            (TEAM, "disabled", (JOB + "done",)),
            ("teambbbbbbbbbbbb", "enabled", (JOB + "done",)),
        ]
    ):
        world.webhooks.create(
            Webhook(str(number), team, "https://example.org", events, TIME, "sealed", state), MADE
        )
    done, review = job_event(TEAM, SUBJECT), job_event(TEAM, SUBJECT, "review", 1)
    publish_events([done, review], world)
    assert isinstance(world.deliveries, FakeDeliveries)
    assert world.deliveries.sent == [Delivery("0", done), Delivery("1", done)]
    assert len({delivery.message_id for delivery in world.deliveries.sent}) == 2


def test_a_queue_that_takes_nothing_is_told_again() -> None:
    world = replace(a_world(), deliveries=FakeDeliveries(down=True))
    world.webhooks.create(Webhook("0", TEAM, "https://example.org", (JOB + "done",), TIME, "sealed"), MADE)
    with pytest.raises(Unavailable):
        publish_events([job_event(TEAM, SUBJECT)], world)
