"""Who did what: an entry is written in one transaction with the deed itself, or neither is.

An entry is never changed. Its one form in bytes, ``leaf``, is what a tree is made of and what is checked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from functions.core.names import new_id
from functions.core.times import from_text, to_text

CLIENT: Final = "client"  # the team's backend
SELF: Final = "self"  # a user, by a session
SERVICE: Final = "service"  # nobody asked for it in this moment
INVITED: Final = "member.invited"
ROLES: Final = "member.roles_changed"
REMOVED: Final = "member.removed"
SETTINGS: Final = "settings.changed"
AGREED: Final = "agreement.accepted"
HOLD, HOLD_LIFTED = "hold.set", "hold.lifted"
RESTRICTION, RESTRICTION_LIFTED = "restriction.set", "restriction.lifted"
CONSENT, CONSENT_WITHDRAWN = "consent.given", "consent.withdrawn"
OPT_OUT, OPT_OUT_LIFTED = "opt_out.set", "opt_out.lifted"
ASKED, APPROVED, CANCELLED, ENDED = "erasure.asked", "erasure.approved", "erasure.cancelled", "erasure.ended"
WEBHOOK, WEBHOOK_CHANGED, WEBHOOK_DELETED = "webhook.created", "webhook.changed", "webhook.deleted"
ROTATED: Final = "webhook.secret_rotated"
REMASKED: Final = "job.remasked"
EXPORTED: Final = "export.asked"
VIEWED: Final = "review.viewed"
RELEASED: Final = "review.released"
REJECTED: Final = "review.rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """``by`` is the account of a person of the staff, `CLIENT`, `SELF` or `SERVICE`: it never names a user.

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


@dataclass(frozen=True, slots=True)
class Act:
    """Who of a team does something, and when; ``by`` as an entry has it."""

    team: str
    by: str
    at: datetime

    def entry(self, action: str, on: str = "", **changes: tuple[object, object]) -> Entry:
        """What the audit says of it."""
        return Entry(new_id(self.at), self.team, self.at, self.by, action, changes, on)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one text of a value of JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
