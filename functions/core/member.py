"""A member of a team's staff. Users, whose photos are masked, are no members and have no account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from functions.core.errors import Invalid, NotFound
from functions.core.scopes import STAFF

ADMIN: Final = "admin"
INVITED: Final = "invited"
ACTIVE: Final = "active"

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a UUID, RFC 9562
_EMAIL: Final = re.compile(r"[!-?A-~]+@[0-9A-Za-z.-]+\.[0-9A-Za-z-]+")
MOST_EMAIL: Final = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets


@dataclass(frozen=True, slots=True)
class Member:
    """``id`` is the ``sub`` of the person's tokens; nothing else of the person is kept by us."""

    id: str
    team: str
    roles: tuple[str, ...]
    created_at: datetime

    def with_roles(self, roles: tuple[str, ...]) -> "Member":
        """This member in other roles."""
        return replace(self, roles=roles)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the identity provider knows of a person, and nobody else; ``state`` is invited or active."""

    email: str
    state: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom an admin asks to join, in which roles."""

    email: str
    roles: tuple[str, ...]


def parse_invitation(body: Mapping[str, object]) -> Invitation:
    """An invitation from JSON. Raises `Invalid` with the field named."""
    _known(body, {"email", "roles"})
    email = body.get("email")
    if not isinstance(email, str) or len(email) > MOST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid("must be an e-mail address", field="email")
    return Invitation(email, _roles(body.get("roles")))


def parse_roles(body: Mapping[str, object]) -> tuple[str, ...]:
    """The roles of a member from JSON. Raises `Invalid` with the field named."""
    _known(body, {"roles"})
    return _roles(body.get("roles"))


def parse_member_id(text: str) -> str:
    """A member's id; anything else does not exist: `NotFound`."""
    if not _ID.fullmatch(text):
        raise NotFound
    return text


def _known(body: Mapping[str, object], fields: set[str]) -> None:
    if not body.keys() <= fields:
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(fields))}", field="body")


def _roles(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    if not listed or len(listed) > len(STAFF) or any(role not in STAFF for role in listed):
        raise Invalid(f"must be a list of at least one of {', '.join(STAFF)}", field="roles")
    return tuple(role for role in STAFF if role in listed)
