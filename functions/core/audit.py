"""Who changed what: an entry is written in one transaction with the change itself, or neither is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

SETTINGS: Final = "settings.changed"
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
