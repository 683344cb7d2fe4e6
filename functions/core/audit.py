"""Who changed what: an entry is written in one transaction with the change itself, or neither is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

SETTINGS: Final = "settings.changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """``by`` is the account of a person of the staff, or ``client`` for the team's backend: never a user.

    ``changes`` are the values before and after, by path. They are settings and codes, no personal data.
    """

    id: str
    team: str
    at: datetime
    by: str
    action: str
    changes: Mapping[str, tuple[object, object]]
