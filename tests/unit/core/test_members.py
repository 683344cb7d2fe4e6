"""An admin manages the staff of the own team, and of no other (promise 10)."""

from typing import Any
from uuid import uuid4

import pytest

from functions.core import members
from functions.core.audit import Act
from functions.core.errors import Invalid, LastAdmin, NotFound, Taken, TeamFull, Unavailable
from functions.core.member import Invitation, Member, parse_invitation, parse_roles
from functions.core.members import Staff, invite_member, list_members, remove_member, set_roles
from tests.fakes.clock import START
from tests.fakes.staff import FakeMembers, FakePeople

TEAM, OTHER_TEAM = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
ACT = Act(TEAM, "ada", START)


class Team:
    """A world of staff with its fakes at hand."""

    def __init__(self) -> None:
        self.rows, self.accounts = FakeMembers(), FakePeople()
        self.staff = Staff(self.rows, self.accounts)

    def invite(self, email: str, *roles: str, team: str = TEAM) -> Member:
        return invite_member(Invitation(email, roles), Act(team, "ada", START), self.staff)


@pytest.fixture
def world() -> Team:
    made = Team()
    made.invite("admin@example.org", "admin")
    made.invite("admin@other.example", "admin", team=OTHER_TEAM)
    return made


def test_who_is_invited_is_a_member_in_these_roles_with_groups_to_match(world: Team) -> None:
    member = world.invite("ada@example.org", "reviewer", "privacy")
    assert world.rows.get(TEAM, member.id) == member
    assert world.accounts.groups[member.id] == {"reviewer", "privacy"}
    assert world.accounts.mailed[-1] == "ada@example.org"


def test_an_admin_sees_the_own_team_alone(world: Team) -> None:
    world.invite("ada@example.org", "reviewer")
    seen = {profile.email for _, profile in list_members(TEAM, world.staff) if profile}
    assert seen == {"admin@example.org", "ada@example.org"}


@pytest.mark.parametrize("email", ["admin@example.org", "admin@other.example", "ADMIN@OTHER.example"])
def test_an_address_with_a_member_is_taken_wherever_that_is_and_nothing_of_it_changes(
    world: Team, email: str
) -> None:
    before = (dict(world.rows.rows), {k: set(v) for k, v in world.accounts.groups.items()})
    mailed = list(world.accounts.mailed)
    with pytest.raises(Taken):
        world.invite(email, "reviewer")
    assert (world.rows.rows, world.accounts.groups) == before
    assert world.accounts.mailed == mailed


def test_an_invitation_that_stopped_half_way_is_completed_by_asking_again(world: Team) -> None:
    stray = world.accounts.invite("ada@example.org")
    member = world.invite("ada@example.org", "reviewer")
    assert member.id == stray
    assert world.accounts.groups[stray] == {"reviewer"}


def test_a_team_has_a_bounded_staff(world: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST", 1)
    with pytest.raises(TeamFull):
        world.invite("ada@example.org", "reviewer")
    assert "ada@example.org" not in world.accounts.mailed


def test_roles_change_in_the_row_and_in_the_groups(world: Team) -> None:
    member = world.invite("ada@example.org", "reviewer")
    assert set_roles(member.id, ("admin",), ACT, world.staff).roles == ("admin",)
    assert world.accounts.groups[member.id] == {"admin"}


def test_a_removed_member_has_neither_rows_nor_account(world: Team) -> None:
    member = world.invite("ada@example.org", "admin")
    remove_member(member.id, ACT, world.staff)
    assert world.rows.get(TEAM, member.id) is None
    assert world.accounts.profile(member.id) is None
    with pytest.raises(NotFound):
        remove_member(member.id, ACT, world.staff)


def test_a_removal_that_stopped_half_way_is_completed_by_asking_again(world: Team) -> None:
    member = world.invite("ada@example.org", "admin")
    world.rows.set_roles(member, (), ACT.entry("x", member.id))
    world.accounts.delete(member.id)
    assert (member.with_roles(()), None) in list_members(TEAM, world.staff)
    remove_member(member.id, ACT, world.staff)
    assert world.rows.get(TEAM, member.id) is None


def test_the_last_admin_can_neither_go_nor_be_another_role(world: Team) -> None:
    (admin,) = world.rows.of(TEAM)
    with pytest.raises(LastAdmin):
        remove_member(admin.id, ACT, world.staff)
    with pytest.raises(LastAdmin):
        set_roles(admin.id, ("privacy",), ACT, world.staff)
    assert world.rows.get(TEAM, admin.id) == admin
    assert world.accounts.groups[admin.id] == {"admin"}


def test_a_change_that_meets_another_one_can_be_asked_for_again(
    world: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.invite("ada@example.org", "reviewer")
    stale = member.with_roles(("privacy",))
    monkeypatch.setattr(world.rows, "get", lambda _team, _person: stale)
    with pytest.raises(Unavailable):
        set_roles(member.id, ("admin",), ACT, world.staff)
    assert world.rows.rows[member.id] == member
    assert world.accounts.groups[member.id] == {"reviewer"}


@pytest.mark.parametrize("kind", ["foreign", "unknown", "of a path", "of the team"])
def test_a_member_of_another_team_is_answered_as_one_that_does_not_exist(world: Team, kind: str) -> None:
    foreign = world.rows.of(OTHER_TEAM)[0]
    asked = {
        "foreign": foreign.id,
        "unknown": str(uuid4()),
        "of a path": f"../{foreign.id}",
        "of the team": f"{OTHER_TEAM}#{foreign.id}",
    }[kind]
    before = (dict(world.rows.rows), dict(world.accounts.emails))
    for call in (
        lambda: remove_member(asked, ACT, world.staff),
        lambda: set_roles(asked, ("reviewer",), ACT, world.staff),
    ):
        with pytest.raises(NotFound) as raised:
            call()
        assert str(raised.value) == NotFound.title
    assert (world.rows.rows, world.accounts.emails) == before


GOOD = {"email": "ada@example.org", "roles": ["reviewer"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**GOOD, "team": OTHER_TEAM}, "body"),
        ({**GOOD, "email": "ada"}, "email"),
        ({**GOOD, "email": "ada@exa mple.org"}, "email"),
        ({**GOOD, "email": "ada@example.org\n"}, "email"),
        ({**GOOD, "email": "a" * 250 + "@example.org"}, "email"),
        ({**GOOD, "email": ["ada@example.org"]}, "email"),
        ({**GOOD, "email": "ädä@example.org"}, "email"),
        ({**GOOD, "roles": []}, "roles"),
        ({**GOOD, "roles": "admin"}, "roles"),
        ({**GOOD, "roles": ["client"]}, "roles"),
        ({**GOOD, "roles": [["admin"]]}, "roles"),
        ({**GOOD, "roles": ["admin"] * 99}, "roles"),
        ({"email": "ada@example.org"}, "roles"),
    ],
)
def test_an_odd_invitation_is_refused_with_its_field_named(body: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_invitation(body)
    assert raised.value.field == field
    assert "ada" not in str(raised.value)


def test_roles_are_read_once_each_and_in_one_order() -> None:
    assert parse_roles({"roles": ["privacy", "admin", "privacy"]}) == ("admin", "privacy")
    with pytest.raises(Invalid):
        parse_roles({"roles": ["admin"], "team": OTHER_TEAM})


def test_the_audit_names_who_joined_changed_and_left_and_no_address(world: Team) -> None:
    member = world.invite("canary@example.org", "reviewer")
    set_roles(member.id, ("privacy",), ACT, world.staff)
    remove_member(member.id, ACT, world.staff)
    told = [
        (entry.action, entry.by, entry.changes["roles"])
        for entry in world.rows.audit
        if entry.on == member.id
    ]
    assert told == [
        ("member.invited", "ada", ([], ["reviewer"])),
        ("member.roles_changed", "ada", (["reviewer"], ["privacy"])),
        ("member.roles_changed", "ada", (["privacy"], [])),
        ("member.removed", "ada", ([], [])),
    ]
    assert "canary" not in str(world.rows.audit)


def test_what_was_refused_is_in_no_audit(world: Team) -> None:
    (admin,) = world.rows.of(TEAM)
    before = list(world.rows.audit)
    with pytest.raises(LastAdmin):
        set_roles(admin.id, ("privacy",), ACT, world.staff)
    assert world.rows.audit == before
