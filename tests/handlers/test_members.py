"""A team's staff as its admin manages it, from the gateway's event to its answer."""

import json
from typing import Any
from uuid import uuid4

import pytest

from functions.core.audit import Act
from functions.core.member import Invitation, Member
from functions.core.members import Staff, invite_member
from functions.edge.members import shown
from functions.invite_member import handler as invite
from functions.list_members import handler as listing
from functions.remove_member import handler as remove
from functions.set_roles import handler as roles
from tests.fakes.clock import START
from tests.fakes.output import Printed
from tests.fakes.staff import FakeMembers, FakePeople
from tests.handlers.loading import as_described

TEAM, OTHER_TEAM = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
CANARY = "canary@example.org"
HANDLERS: dict[str, Any] = {"list": listing, "invite": invite, "roles": roles, "remove": remove}


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """Two teams with an admin each, and every function built from fakes."""
    made = Staff(FakeMembers(), FakePeople())
    for module in HANDLERS.values():
        monkeypatch.setattr(module, "build", lambda: made)
    for team in (TEAM, OTHER_TEAM):
        invite_member(Invitation(f"admin@{team}.example", ("admin",)), Act(team, "operator", START), made)
    return made


def call(name: str, body: object = None, member: str = "", team: str = TEAM) -> tuple[int, dict[str, Any]]:
    """A call of a team's admin."""
    claims = {"sub": str(uuid4()), "username": "x", "client_id": "web", "team": team, "roles": "admin"}
    event = {
        "requestContext": {"authorizer": {"claims": claims}, "requestId": "r"},
        "pathParameters": {"id": member},
        "body": None if body is None else json.dumps(body),
    }
    answered = HANDLERS[name].handler(event, None)
    return answered["statusCode"], json.loads(answered["body"] or "{}")


def first(staff: Staff, team: str = TEAM) -> Member:
    return staff.members.of(team)[0]


def test_an_admin_invites_changes_and_removes(staff: Staff) -> None:
    status, made = call("invite", {"email": CANARY, "roles": ["reviewer"]})
    assert (status, made["roles"]) == (201, ["reviewer"])
    as_described("Member", made)
    status, listed = call("list")
    as_described("Members", listed)
    assert (status, len(listed["members"])) == (200, 2)
    (entry,) = [member for member in listed["members"] if member["id"] == made["id"]]
    assert (entry["email"], entry["state"]) == (CANARY, "invited")
    assert call("roles", {"roles": ["privacy", "admin"]}, made["id"])[1]["roles"] == ["admin", "privacy"]
    assert call("remove", member=made["id"]) == (204, {})
    assert len(call("list")[1]["members"]) == 1


def test_the_answer_to_a_removal_has_no_body(staff: Staff) -> None:
    """RFC 9110, section 15.3.5."""
    made = invite_member(Invitation(CANARY, ("reviewer",)), Act(TEAM, "x", START), staff)
    claims = {"claims": {"team": TEAM}}
    event = {"requestContext": {"authorizer": claims}, "pathParameters": {"id": made.id}}
    assert remove.handler(event, None)["body"] == ""


@pytest.mark.parametrize(("name", "body"), [("roles", {"roles": ["reviewer"]}), ("remove", None)])
def test_a_member_of_another_team_is_answered_as_one_that_never_was(
    staff: Staff, name: str, body: object
) -> None:
    """Promise 10."""
    foreign = first(staff, OTHER_TEAM)
    assert call(name, body, foreign.id) == call(name, body, str(uuid4())) == call(name, body, "../x")
    assert call(name, body, foreign.id)[0] == 404
    assert staff.members.get(OTHER_TEAM, foreign.id) == foreign


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("invite", {"email": CANARY, "roles": ["client"]}, 422, "invalid"),
        ("invite", {"email": f"{CANARY}\n", "roles": ["admin"]}, 422, "invalid"),
        ("invite", {"email": f"admin@{OTHER_TEAM}.example", "roles": ["admin"]}, 409, "taken"),
        ("invite", [CANARY], 400, "malformed"),
        ("roles", {"roles": ["reviewer"]}, 409, "last_admin"),
        ("roles", {"roles": []}, 422, "invalid"),
        ("remove", None, 409, "last_admin"),
    ],
)
def test_what_is_refused_says_why_and_repeats_nothing(
    staff: Staff, name: str, body: object, status: int, code: str, printed: Printed
) -> None:
    """Promise 15: not in the answer, and in no log."""
    answered, problem = call(name, body, first(staff).id)
    assert (answered, problem["type"]) == (status, f"urn:moretta:problem:{code}")
    told = json.dumps(problem) + printed()
    assert not [text for text in ("canary", "example", OTHER_TEAM) if text in told]


def test_an_address_is_in_no_log(staff: Staff, printed: Printed) -> None:
    """Promise 15."""
    call("invite", {"email": CANARY, "roles": ["reviewer"]})
    call("list")
    assert "canary" not in printed()


def test_a_member_whose_removal_stopped_half_way_is_shown_without_a_profile() -> None:
    member = Member("x", TEAM, (), START)
    assert shown(member) == {"id": "x", "roles": [], "created_at": "2026-11-22T12:00:00.000Z"}
