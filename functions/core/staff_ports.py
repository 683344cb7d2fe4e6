"""What the management of a team's staff needs of the world; see `functions.core.ports`."""

from collections.abc import Sequence
from typing import Protocol

from functions.core.audit import Entry
from functions.core.member import Member, Profile


class Members(Protocol):
    """The rows of a team's staff. Every read is consistent, and every write is one with its entry."""

    def get(self, team: str, person: str) -> Member | None:
        """The member, or None for whoever is not of this team."""

    def of(self, team: str) -> Sequence[Member]:
        """All members of a team."""

    def add(self, member: Member, entry: Entry) -> None:
        """Write a new member. Raises `Conflict` if the person is a member already, of whichever team."""

    def set_roles(self, member: Member, roles: tuple[str, ...], entry: Entry) -> None:
        """Change the roles of a member as it was read.

        Raises `Conflict` if it changed since, and `LastAdmin` if no admin would be left.
        """

    def remove(self, member: Member, entry: Entry) -> None:
        """Delete the rows of a member without roles."""


class People(Protocol):
    """The identity provider's accounts of people."""

    def invite(self, email: str) -> str:
        """Make an account and have its owner told; its id, or that of the account the address has."""

    def profile(self, person: str) -> Profile | None:
        """What is known of a person, or None."""

    def set_groups(self, person: str, roles: tuple[str, ...]) -> None:
        """Put an account into these groups and no other. Raises `NotFound`."""

    def delete(self, person: str) -> None:
        """Delete an account; deleting one that is gone is no error."""
