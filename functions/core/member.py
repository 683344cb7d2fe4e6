"""A member of a team's staff. Users, whose photos are masked, are no members and have no account."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Member:
    """``id`` is the ``sub`` of the person's tokens; nothing else of the person is kept here."""

    id: str
    team: str
    roles: tuple[str, ...]
    created_at: datetime
