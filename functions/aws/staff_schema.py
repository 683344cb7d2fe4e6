"""The rows of the base table that say who is of which team; the rest of `schema` is about users."""

from typing import Any

from functions.aws.schema import PARTITION, SORT, Item, from_item, to_item
from functions.core.member import Member
from functions.core.times import from_text, to_text


def client_key(client_id: str) -> dict[str, str]:
    """Where the team of a machine client is."""
    return {PARTITION: f"client#{client_id}", SORT: "client"}


def person_key(person: str) -> dict[str, str]:
    """Where the team of a person of its staff is."""
    return {PARTITION: f"person#{person}", SORT: "person"}


def member_key(team: str, person: str) -> dict[str, str]:
    """Where a team keeps the roles of a member."""
    return {PARTITION: f"team#{team}", SORT: f"member#{person}"}


def team_key(team: str) -> dict[str, str]:
    """Where a team's own row is."""
    return {PARTITION: f"team#{team}", SORT: "team"}


def member_item(member: Member) -> dict[str, Any]:
    """A member's row. It holds no name and no e-mail: those are the identity provider's alone."""
    key = member_key(member.team, member.id)
    return to_item({**key, "roles": list(member.roles), "created_at": to_text(member.created_at)})


def member_from_item(item: Item) -> Member:
    """The inverse of ``member_item``."""
    row = from_item(item)
    person, team = row[SORT].removeprefix("member#"), row[PARTITION].removeprefix("team#")
    return Member(person, team, tuple(row["roles"]), from_text(row["created_at"]))
