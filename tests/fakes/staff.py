"""A team's staff: rows and accounts in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from functions.core.audit import Entry
from functions.core.errors import Conflict, LastAdmin, NotFound
from functions.core.member import ACTIVE, ADMIN, INVITED, Member, Profile


@dataclass
class FakeMembers:
    """Implements the port `Members`."""

    rows: dict[str, Member] = field(default_factory=dict)
    audit: list[Entry] = field(default_factory=list)

    def get(self, team: str, person: str) -> Member | None:
        member = self.rows.get(person)
        return member if member and member.team == team else None

    def of(self, team: str) -> Sequence[Member]:
        return sorted((m for m in self.rows.values() if m.team == team), key=lambda m: m.id)

    def add(self, member: Member, entry: Entry) -> None:
        if member.id in self.rows:
            raise Conflict
        self.rows[member.id] = member
        self.audit.append(entry)

    def set_roles(self, member: Member, roles: tuple[str, ...], entry: Entry) -> None:
        if self.rows.get(member.id) != member:
            raise Conflict
        admins = [m.id for m in self.of(member.team) if ADMIN in m.roles]
        if ADMIN not in roles and admins == [member.id]:
            raise LastAdmin
        self.rows[member.id] = member.with_roles(roles)
        self.audit.append(entry)

    def remove(self, member: Member, entry: Entry) -> None:
        self.rows.pop(member.id, None)
        self.audit.append(entry)


@dataclass
class FakePeople:
    """Implements the port `People`. ``groups`` and ``emails`` are by the account's id."""

    emails: dict[str, str] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    mailed: list[str] = field(default_factory=list)

    def invite(self, email: str) -> str:
        for person, known in self.emails.items():
            if known.lower() == email.lower():
                return person
        person = str(uuid4())
        self.emails[person] = email
        self.groups[person] = set()
        self.mailed.append(email)
        return person

    def profile(self, person: str) -> Profile | None:
        if person not in self.emails:
            return None
        return Profile(self.emails[person], ACTIVE if person in self.active else INVITED)

    def set_groups(self, person: str, roles: tuple[str, ...]) -> None:
        if person not in self.emails:
            raise NotFound
        self.groups[person] = set(roles)

    def delete(self, person: str) -> None:
        self.emails.pop(person, None)
        self.groups.pop(person, None)
