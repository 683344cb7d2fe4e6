"""A team's staff, managed by its admin: who is invited, in which roles, and who goes.

Our rows say which team a person is of and in which roles; the identity provider has the account and its
groups. Each change is made in an order in which a half of it gives nobody more than before, and asking
again completes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from functions.core.audit import INVITED, REMOVED, ROLES, Act, Entry
from functions.core.errors import Conflict, NotFound, Taken, TeamFull, Unavailable
from functions.core.member import Invitation, Member, Profile, parse_member_id
from functions.core.staff_ports import Members, People

MOST: Final = 50  # their profiles are asked for one by one


@dataclass(frozen=True, slots=True)
class Staff:
    """What it needs of the world."""

    members: Members
    people: People


def list_members(team: str, world: Staff) -> Sequence[tuple[Member, Profile | None]]:
    """The members with their profiles; without one, if the removal of a member stopped half way."""
    return [(member, world.people.profile(member.id)) for member in world.members.of(team)]


def invite_member(invitation: Invitation, act: Act, world: Staff) -> Member:
    """A new member, who is told by the identity provider's mail. Raises `Taken`, `TeamFull`."""
    if len(world.members.of(act.team)) >= MOST:
        raise TeamFull
    member = Member(world.people.invite(invitation.email), act.team, invitation.roles, act.at)
    try:
        world.members.add(member, _entry(act, INVITED, member.id, (), member.roles))
    except Conflict:
        raise Taken from None
    world.people.set_groups(member.id, member.roles)
    return member


def set_roles(member_id: str, roles: tuple[str, ...], act: Act, world: Staff) -> Member:
    """The member in these roles. Raises `NotFound`, `LastAdmin`."""
    member = _changed(_own(member_id, act.team, world), roles, act, world)
    world.people.set_groups(member.id, roles)
    return member


def remove_member(member_id: str, act: Act, world: Staff) -> None:
    """Take every role from a member, delete the account, then the rows. Raises `NotFound`, `LastAdmin`."""
    member = _changed(_own(member_id, act.team, world), (), act, world)
    world.people.delete(member.id)
    world.members.remove(member, _entry(act, REMOVED, member.id, (), ()))


def _entry(act: Act, action: str, member: str, before: tuple[str, ...], after: tuple[str, ...]) -> Entry:
    return act.entry(action, member, roles=(list(before), list(after)))


def _own(member_id: str, team: str, world: Staff) -> Member:
    member = world.members.get(team, parse_member_id(member_id))
    if member is None:
        raise NotFound
    return member


def _changed(member: Member, roles: tuple[str, ...], act: Act, world: Staff) -> Member:
    try:
        world.members.set_roles(member, roles, _entry(act, ROLES, member.id, member.roles, roles))
    except Conflict:
        raise Unavailable from None  # somebody else changed the member in this moment
    return member.with_roles(roles)
