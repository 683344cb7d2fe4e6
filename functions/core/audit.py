"""Who did what: an entry is written in one transaction with the deed itself, or neither is.

An entry is never changed. Its one form in bytes, ``leaf``, is what a tree is made of and what is checked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from functions.core.times import from_text, to_text

CLIENT: Final = "client"
INVITED: Final = "member.invited"
ROLES: Final = "member.roles_changed"
REMOVED: Final = "member.removed"
SETTINGS: Final = "settings.changed"
AGREED: Final = "agreement.accepted"
VIEWED: Final = "review.viewed"
RELEASED: Final = "review.released"
REJECTED: Final = "review.rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """``by`` is the account of a person of the staff, or ``client`` for the team's backend: never a user.

    ``on`` is what it was done to: of a job its own part of the id, without the subject, so that an erasure
    need not reach the entry. ``changes`` are the values before and after, by path. They are settings
    and codes, no personal data.
    """

    id: str
    team: str
    at: datetime
    by: str
    action: str
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    on: str = ""

    @property
    def hour(self) -> str:
        """The hour that it belongs to, as ``2026-11-28T03`` in UTC."""
        return to_text(self.at)[:13]

    def to_json(self) -> dict[str, Any]:
        """As it is shown and exported."""
        return {
            "id": self.id,
            "team": self.team,
            "at": to_text(self.at),
            "by": self.by,
            "action": self.action,
            "on": self.on,
            "changes": {path: list(values) for path, values in self.changes.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Entry":
        """The inverse of ``to_json``."""
        changes = {path: (before, after) for path, (before, after) in value["changes"].items()}
        return cls(**{**value, "at": from_text(value["at"]), "changes": changes})

    @property
    def leaf(self) -> bytes:
        """The one text of an entry: JSON with sorted names and nothing between, in UTF-8."""
        return canonical(self.to_json())


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one text of a value of JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
