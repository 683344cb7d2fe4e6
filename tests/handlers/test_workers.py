"""The functions that queues and the workflow call."""

import traceback
from typing import Any

import pytest

from functions.close_failed import handler as close_failed
from functions.core.erasure_request import Asker, parse_erasure_request
from functions.core.errors import Unavailable
from functions.core.job import DONE, FAILED
from functions.core.mask_photo import Uploaded
from functions.core.request_erasure import request_erasures
from functions.core.times import to_text
from functions.edge.queue import HandBack
from functions.edge.steps import Unfinished
from functions.erase import handler as erase
from functions.mask_background import handler as mask_background
from functions.mask_identity import handler as mask_identity
from tests.fakes.output import Printed
from tests.fakes.world import LEASE, RETRY, TEAM, World
from tests.handlers.loading import Context, event, upload

CANARY = "canary@example.org"
MASKERS: dict[str, Any] = {"mask_identity": mask_identity, "mask_background": mask_background}
QUEUES: dict[str, Any] = {**MASKERS, "close_failed": close_failed}


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build every function from fakes."""
    for masker in MASKERS.values():
        monkeypatch.setattr(masker, "build", lambda: world.masking)
    monkeypatch.setattr(close_failed, "build", lambda: world.failing)
    monkeypatch.setattr(erase, "build", lambda: (world.erasing, world.running))
    monkeypatch.setattr(erase, "now", world.clock)


def _state(world: World) -> str:
    (row,) = world.jobs.rows.values()
    return row.state


@pytest.mark.parametrize("name", MASKERS)
def test_an_upload_is_masked_and_counted(world: World, printed: Printed, name: str) -> None:
    _, form = world.create()
    MASKERS[name].handler(upload(world.upload(form)), Context())
    assert _state(world) == DONE
    told = printed().replace(" ", "")
    assert '"outcome":"done"' in told
    assert f'"service":"{name}"' in told


def test_a_dead_letter_fails_its_job(world: World) -> None:
    _, form = world.create()
    close_failed.handler(upload(world.upload(form)), Context())
    assert _state(world) == FAILED


@pytest.mark.parametrize("name", QUEUES)
def test_the_test_event_of_s3_is_ignored(world: World, name: str, printed: Printed) -> None:
    QUEUES[name].handler(event("s3_test"), Context())
    assert printed() == ""


@pytest.mark.parametrize("name", QUEUES)
def test_an_object_without_a_job_is_deleted_and_counted(world: World, name: str, printed: Printed) -> None:
    """Promise 15: its name, which a stranger chose, is not printed."""
    etag = world.originals.write(f"{CANARY}.jpg", b"face 1")
    QUEUES[name].handler(upload(Uploaded("canary%40example.org.jpg", etag, 6)), Context())
    assert world.originals.objects == {}
    assert '"outcome":"orphaned"' in printed().replace(" ", "")
    assert "canary" not in printed()


@pytest.mark.parametrize("name", QUEUES)
def test_an_error_hands_the_message_back_and_its_text_is_nowhere(
    world: World, name: str, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 15."""

    def explode(_ref: object) -> None:
        raise RuntimeError(CANARY)

    _, form = world.create(CANARY)
    monkeypatch.setattr(world.jobs, "get", explode)
    with pytest.raises(HandBack) as raised:
        QUEUES[name].handler(upload(world.upload(form)), Context())
    assert CANARY not in "".join(traceback.format_exception(raised.value)) + printed()
    assert "RuntimeError" in printed()


def test_a_picture_that_breaks_the_masker_comes_back_and_then_fails(world: World, printed: Printed) -> None:
    """Promise 15: not even the exception's text of a decoder is printed."""
    _, form = world.create()
    message = upload(world.upload(form, b"crash 1"))
    for _ in range(3):
        with pytest.raises(HandBack):
            mask_identity.handler(message, Context())
        world.clock.advance(61)
    close_failed.handler(message, Context())
    assert _state(world) == FAILED
    assert "the text of an exception" not in printed()


def test_an_open_lease_brings_the_message_back(world: World) -> None:
    _, form = world.create()
    message = upload(world.upload(form, b"crash 1"))
    for _ in range(2):
        with pytest.raises(HandBack):
            mask_identity.handler(message, Context())
    assert len(world.imaging.seen) == 1


def _ids(name: str, erasure: str) -> dict[str, Any]:
    return event(name) | {"team": TEAM, "erasure": erasure}


def test_a_step_of_an_erasure_says_when_to_go_on_and_then_that_it_ended(world: World) -> None:
    _, form = world.create()
    with pytest.raises(HandBack):
        mask_identity.handler(upload(world.upload(form, b"crash 1")), Context())
    erasure = world.ask_erasure()
    step = _ids("erase", erasure.id)
    assert erase.handler(step, Context()) == {"next": "wait", "until": to_text(world.clock() + LEASE)}
    world.clock.advance(LEASE.seconds)
    assert erase.handler(step, Context()) == {"next": "end"}
    assert world.ledger.records[TEAM, erasure.id].state == "completed"
    assert erase.handler(step, Context()) == {"next": "end"}


def test_the_workflow_of_an_erasure_with_parts(world: World, printed: Printed) -> None:
    world.masked()
    asked = {"scope": {"users": ["u1", "u2"]}}
    wanted = parse_erasure_request(asked, TEAM, world.clock())
    whole = request_erasures(wanted, TEAM, Asker(None, frozenset()), world.requesting, world.clock())
    planned = erase.handler(_ids("erase", whole.id) | {"step": "plan"}, Context())
    assert planned == {"next": "work", "parts": list(whole.parts)}
    for part in planned["parts"]:
        while erase.handler(_ids("erase", part) | {"step": "erase"}, Context())["next"] == "wait":
            pass
    assert erase.handler(_ids("erase", whole.id) | {"step": "finish"}, Context()) == {"next": "end"}
    assert world.ledger.records[TEAM, whole.id].state == "completed"
    assert '"metric":"ErasuresEnded","outcome":"completed"' in printed().replace(" ", "")
    assert erase.handler(_ids("erase", whole.id) | {"step": "plan"}, Context()) == {"next": "end"}


def test_a_partial_one_is_finished_with_the_time_to_try_again(world: World, printed: Printed) -> None:
    world.masked()
    world.results.locked.update(world.results.objects)
    ended = world.work_off(world.ask_erasure())
    later = to_text(world.clock() + RETRY)
    step = _ids("erase", ended.id)
    assert erase.handler(step | {"step": "finish"}, Context()) == {"next": "wait", "until": later}
    assert '"metric":"ErasuresEnded","outcome":"partial"' in printed().replace(" ", "")
    assert erase.handler(step | {"step": "plan"}, Context()) == {"next": "work", "parts": [ended.id]}


def test_a_step_stops_in_time_for_its_last_save(world: World) -> None:
    """With less than the spare time left it does one page."""
    world.rows.page = 1
    for _ in range(3):
        world.masked()
    erasure = world.ask_erasure()
    for _ in range(2):  # nobody depicts the user
        erase.handler(_ids("erase", erasure.id), Context(29_000))
    assert world.ledger.records[TEAM, erasure.id].counts["rows"].deleted == 1
    erase.handler(_ids("erase", erasure.id), Context(31_000))
    assert world.ledger.records[TEAM, erasure.id].counts["rows"].deleted == 3


def test_when_the_workflow_gives_up_the_erasure_has_failed(world: World, printed: Printed) -> None:
    erasure = world.ask_erasure()
    assert erase.handler(_ids("erase_gave_up", erasure.id), Context()) == {"next": "end"}
    assert world.ledger.records[TEAM, erasure.id].state == "failed"
    assert '"outcome":"failed"' in printed().replace(" ", "")


def test_an_unknown_erasure_ends_at_once(world: World) -> None:
    assert erase.handler(event("erase"), Context()) == {"next": "end"}


@pytest.mark.parametrize("name", ["erase", "erase_gave_up"])
@pytest.mark.parametrize("error", [Unavailable(), RuntimeError(CANARY)], ids=["fault", "unplanned"])
def test_a_step_that_breaks_is_retried_and_its_text_is_nowhere(
    world: World, name: str, error: Exception, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 15: Step Functions keeps what is raised for 90 days."""

    def explode(*_args: object) -> None:
        raise error

    monkeypatch.setattr(world.ledger, "get", explode)
    with pytest.raises(Unfinished) as raised:
        erase.handler(_ids(name, "0" * 26), Context())
    assert CANARY not in "".join(traceback.format_exception(raised.value)) + printed()
    assert str(raised.value) == ""
