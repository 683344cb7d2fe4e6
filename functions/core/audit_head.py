"""The head of a team's hour: a signed root over its entries, which names the head before it.

Whoever changes, adds or removes an entry after that needs the key to make it fit; whoever removes a head
breaks the chain. An hour of more than `PART` entries has several heads, and so has one in which an entry
came late.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from functions.core.base64url import from_base64url, to_base64url

KIND: Final = "audit-head+jws"
VERSION: Final = 1
PART: Final = 1024  # a path has ten hashes at most, and a part is read and told in one piece
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Head:
    """``root`` is over ``size`` entries, by their ids; ``previous`` is the `digest` of the one before."""

    issuer: str
    team: str
    hour: str
    part: int
    size: int
    root: str
    previous: str
    signed_at: int

    def to_json(self) -> dict[str, object]:
        """What is signed."""
        return {
            "version": VERSION,
            "iss": self.issuer,
            "iat": self.signed_at,
            "team": self.team,
            "hour": self.hour,
            "part": self.part,
            "size": self.size,
            "root": self.root,
            "previous": self.previous,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Head":
        """The inverse. Raises KeyError for what is none."""
        names = ("iss", "team", "hour", "part", "size", "root", "previous", "iat")
        return cls(*(said[name] for name in names))


@dataclass(frozen=True, slots=True)
class Signed:
    """A head as it is stored: the signed text, and the ids of its entries in their order."""

    jws: str
    ids: tuple[str, ...]

    @property
    def head(self) -> Head:
        """What it says. It is our own: whether it is genuine is for others to check."""
        return Head.from_json(json.loads(from_base64url(self.jws.split(".")[1])))


@dataclass(frozen=True, slots=True)
class Walk:
    """All of a team's hours before ``hour`` have heads; ``previous`` is the digest of the last one."""

    team: str
    hour: str
    previous: str = ""


def digest(jws: str) -> str:
    """How a head is named by the next one."""
    return to_base64url(sha256(jws.encode()).digest())


def hour_of(moment: datetime) -> str:
    """The hour of a moment, as entries name it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}"


def start_of(hour: str) -> datetime:
    """When an hour begins."""
    return datetime.fromisoformat(f"{hour}:00+00:00")


def shifted(hour: str, by: int) -> str:
    """The hour so many hours later."""
    return hour_of(start_of(hour) + by * HOUR)
