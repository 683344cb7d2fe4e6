"""The receipt says what the erasure saw, names nobody, and can be checked by a stranger (promises 5, 6)."""

import json
from datetime import timedelta

import pytest

from functions.core.authorize_session import AuthorizeSession, authorize_session
from functions.core.create_session import CreateSession, SessionRequest, create_session
from functions.core.erasure import COMPLETED, PARTIAL
from functions.core.errors import NotCompleted, NotFound
from functions.core.get_erasure import get_receipt
from functions.core.job import Claim
from functions.core.request_erasure import request_erasure
from functions.core.times import from_text, to_text
from tests.fakes.services import FakeMac
from tests.fakes.world import LEASE, LIVES, OTHER_TEAM, TEAM, World
from tools.receipt import BadReceipt, checked, require_person


def _keys(world: World) -> dict[str, object]:
    return {"keys": [world.signer.public().to_jwk()]}


def _said(world: World, erasure_id: str) -> dict[str, object]:
    return checked(get_receipt(erasure_id, TEAM, world.ledger, world.clock()), _keys(world))


def test_a_completed_erasure_has_a_receipt_of_what_was_there_and_is_not(world: World) -> None:
    """Promise 5: it signs what it saw."""
    world.masked("u1")
    asked = world.ask_erasure("u1")
    ended = world.work_off(asked)
    said = _said(world, asked.id)
    assert (said["state"], said["erasure"], said["team"]) == (COMPLETED, asked.id, TEAM)
    stores = {name: {"before": n.deleted, "after": 0} for name, n in ended.counts.items()}
    assert said["stores"] == stores
    assert stores["results"] == {"before": 1, "after": 0}
    assert said["completed_at"] == to_text(ended.ended_at or asked.requested_at)
    assert said["software"] == "1.2.3"


def test_the_receipt_says_until_when_a_late_form_may_still_be_used(world: World) -> None:
    """Promise 6."""
    asked = world.ask_erasure("u1")
    world.work_off(asked)
    until = from_text(str(_said(world, asked.id)["late_forms_until"]))
    assert until == from_text(to_text(asked.requested_at + LIVES.form))


def test_the_look_that_it_is_signed_for_began_after_the_last_lease_was_over(world: World) -> None:
    """Promise 5."""
    job, form = world.create("u1")
    world.jobs.claim(job, Claim(world.upload(form).etag, "token", world.clock() + LEASE), world.clock())
    lease_ends = to_text(world.clock() + LEASE)
    ended = world.work_off(world.ask_erasure("u1"))
    verified = _said(world, ended.id)["verified"]
    assert isinstance(verified, dict)
    assert verified["leases_over_at"] == lease_ends <= verified["look_began_at"]


@pytest.mark.parametrize("photos", [0, 1], ids=["nothing", "a photo"])
def test_it_says_of_what_the_last_look_did_not_ask_again(world: World, photos: int) -> None:
    """Promise 5: it signs what it saw. Who had nothing was looked for once, in every store."""
    for _ in range(photos):
        world.masked("u1")
    ended = world.work_off(world.ask_erasure("u1"))
    verified = _said(world, ended.id)["verified"]
    assert isinstance(verified, dict)
    assert verified["looks"] == 1 + photos
    assert ("what the tombstone keeps empty" in verified["how"]) == bool(photos)


def test_what_remains_is_named_with_its_end(world: World) -> None:
    asked = world.ask_erasure("u1")
    ended = world.work_off(asked)
    assert ended.ended_at
    remains = _said(world, asked.id)["remains"]
    assert isinstance(remains, list)
    until = {each["store"]: each["until"] for each in remains}
    assert set(until) == {
        "queues",
        "function_logs",
        "access_logs",
        "firewall_log",
        "cloudtrail",
        "audit",
        "streams",
        "receivers",
        "recovery",
        "ledger",
        "consent_proofs",
        "ledger_recovery",
        "table_backup",
        "epoch",
    }
    assert until["audit"] == to_text(ended.ended_at + LIVES.audit)
    assert until["recovery"] == to_text(ended.ended_at + LIVES.recovery)
    assert until["queues"] == to_text(ended.ended_at + LIVES.queue)
    assert until["ledger"] == to_text(ended.ended_at + LIVES.tombstone)
    assert until["ledger_recovery"] == to_text(ended.ended_at + LIVES.tombstone + LIVES.ledger_recovery)
    assert until["table_backup"] == to_text(ended.ended_at + timedelta(days=35))
    assert until["epoch"] is None


def test_only_who_asked_can_show_whom_the_receipt_is_about(world: World) -> None:
    asked = world.ask_erasure("u1")
    assert asked.commitment
    nonce = asked.commitment.nonce
    again = world.ask_erasure("u1")
    assert again.commitment == asked.commitment, "asked again, it is told again"
    world.work_off(asked)
    stored = world.ledger.records[TEAM, asked.id].commitment
    assert stored
    assert stored.nonce == "", "stored nowhere"
    said = _said(world, asked.id)
    require_person(said, "u1", nonce)
    with pytest.raises(BadReceipt):
        require_person(said, "u1x", nonce)
    assert nonce not in json.dumps(said)
    assert "u1" not in json.dumps(said["scope"])


def test_two_erasures_of_one_user_are_not_known_for_the_same_user_by_their_receipts(world: World) -> None:
    first = world.ask_erasure("u1")
    world.work_off(first)
    second = world.ask_erasure("u1")
    assert first.commitment
    assert second.commitment
    assert first.commitment.digest != second.commitment.digest
    assert first.commitment.nonce != second.commitment.nonce


def test_a_session_gets_the_nonce_of_its_own_user_without_a_user_id(world: World) -> None:
    sealing = FakeMac(b"sessions")
    creating = CreateSession(world.ledger, world.mac, sealing)
    request = SessionRequest("u1", ("erasures.write",))
    _, token = create_session(request, TEAM, creating, world.clock())
    session = authorize_session(token, AuthorizeSession(world.ledger, sealing), world.clock())
    assert session
    asked = request_erasure(session.user, world.act(), world.requesting)
    assert asked.commitment
    world.work_off(asked)
    require_person(_said(world, asked.id), "u1", asked.commitment.nonce)


def test_what_did_not_complete_has_no_receipt(world: World) -> None:
    """Promise 5: partial is never called complete."""
    world.masked("u1")
    asked = world.ask_erasure("u1")
    with pytest.raises(NotCompleted):
        get_receipt(asked.id, TEAM, world.ledger, world.clock())
    world.results.locked.update(world.results.objects)
    assert world.work_off(asked).state == PARTIAL
    with pytest.raises(NotCompleted):
        get_receipt(asked.id, TEAM, world.ledger, world.clock())


def test_a_receipt_of_another_team_does_not_exist(world: World) -> None:
    """Promise 10."""
    asked = world.ask_erasure("u1")
    world.work_off(asked)
    with pytest.raises(NotFound):
        get_receipt(asked.id, OTHER_TEAM, world.ledger, world.clock())


def test_a_job_has_a_receipt_by_its_id(world: World) -> None:
    ref = world.masked("u1").ref
    asked = world.ask_job_erasure(ref)
    world.work_off(asked)
    assert _said(world, asked.id)["scope"] == {"kind": "job", "job": ref.id}
