from dataclasses import replace
from uuid import uuid4

import pytest

from functions.aws import clients
from functions.core.audit import Entry
from functions.core.errors import Conflict, LastAdmin, NotFound
from functions.core.member import Member, Profile
from functions.core.names import new_id
from tests.contracts.cloud import Cloud
from tests.contracts.making import NOW, OTHER_TEAM, TEAM
from tests.contracts.staff import StaffSide, faked, played


@pytest.fixture(params=["fake", "moto"])
def staff(request: pytest.FixtureRequest) -> StaffSide:
    """Both of them, one after the other."""
    if request.param == "fake":
        return faked()
    cloud: Cloud = request.getfixturevalue("cloud")
    return played(cloud, clients.cognito())


def an_entry() -> Entry:
    return Entry(new_id(NOW), TEAM, NOW, "ada", "x.done")


def a_member(*roles: str, team: str = TEAM) -> Member:
    return Member(str(uuid4()), team, roles, NOW)


def test_a_member_is_read_as_written_and_of_no_other_team(staff: StaffSide) -> None:
    member = a_member("admin", "privacy")
    staff.members.add(member, an_entry())
    assert staff.members.get(TEAM, member.id) == member
    assert staff.members.get(OTHER_TEAM, member.id) is None
    assert list(staff.members.of(TEAM)) == [member]
    assert list(staff.members.of(OTHER_TEAM)) == []


def test_nobody_is_a_member_twice_and_of_no_second_team(staff: StaffSide) -> None:
    """Promise 10."""
    member = a_member("admin")
    staff.members.add(member, an_entry())
    for again in (member, replace(member, team=OTHER_TEAM)):
        with pytest.raises(Conflict):
            staff.members.add(again, an_entry())
    assert staff.members.get(TEAM, member.id) == member
    assert staff.members.get(OTHER_TEAM, member.id) is None


def test_roles_change_from_what_was_read(staff: StaffSide) -> None:
    member = a_member("reviewer")
    staff.members.add(member, an_entry())
    staff.members.set_roles(member, ("privacy", "admin"), an_entry())
    assert staff.members.get(TEAM, member.id) == member.with_roles(("privacy", "admin"))
    with pytest.raises(Conflict):
        staff.members.set_roles(member, ("reviewer",), an_entry())


@pytest.mark.parametrize("left", [(), ("reviewer",)])
def test_the_last_admin_stays_one(staff: StaffSide, left: tuple[str, ...]) -> None:
    first, second, foreign = a_member("admin"), a_member("admin"), a_member("admin", team=OTHER_TEAM)
    for member in (first, second, foreign):
        staff.members.add(member, an_entry())
    staff.members.set_roles(first, left, an_entry())
    with pytest.raises(LastAdmin):
        staff.members.set_roles(second, left, an_entry())
    assert staff.members.get(TEAM, second.id) == second


def test_an_admin_may_change_other_roles_though_the_last(staff: StaffSide) -> None:
    member = a_member("admin")
    staff.members.add(member, an_entry())
    staff.members.set_roles(member, ("admin", "reviewer"), an_entry())
    assert staff.members.get(TEAM, member.id) == member.with_roles(("admin", "reviewer"))


def test_who_was_removed_may_join_another_team(staff: StaffSide) -> None:
    member = a_member()
    staff.members.add(member, an_entry())
    staff.members.remove(member, an_entry())
    staff.members.remove(member, an_entry())
    assert list(staff.members.of(TEAM)) == []
    moved = replace(member, team=OTHER_TEAM)
    staff.members.add(moved, an_entry())
    assert list(staff.members.of(OTHER_TEAM)) == [moved]


def test_an_invited_person_has_an_account_that_waits(staff: StaffSide) -> None:
    person = staff.people.invite("ada@example.org")
    assert staff.people.profile(person) == Profile("ada@example.org", "invited")
    staff.accept(person)
    assert staff.people.profile(person) == Profile("ada@example.org", "active")


def test_an_address_has_one_account(staff: StaffSide) -> None:
    first = staff.people.invite("ada@example.org")
    assert staff.people.invite("ada@example.org") == first
    assert staff.people.invite("eve@example.org") != first


def test_an_account_is_in_these_groups_and_no_others(staff: StaffSide) -> None:
    person = staff.people.invite("ada@example.org")
    for roles in (("admin",), ("admin", "privacy"), ("privacy",), (), ("reviewer",)):
        staff.people.set_groups(person, roles)
        assert staff.groups(person) == set(roles)


def test_an_account_that_is_gone_has_no_profile_and_no_groups(staff: StaffSide) -> None:
    person = staff.people.invite("ada@example.org")
    staff.people.delete(person)
    staff.people.delete(person)
    assert staff.people.profile(person) is None
    with pytest.raises(NotFound):
        staff.people.set_groups(person, ("admin",))
