"""What must not be deleted although it is over: a legal hold (GDPR Art. 17(3)) or a restriction (Art. 18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.core.audit import Entry
from functions.core.job import Job

Place = tuple[str, str]  # a team and a subject of it
# The net, a file's lifecycle rule, acts at the midnight after its days, which are no fewer than its time.
# So a file that is held when its time is over has to be taken out of it on that day.
NET_ACTS: Final = timedelta(days=1)


# Art. 17(3) GDPR, letters (a) to (e).
GROUNDS: Final = (
    "freedom_of_expression",
    "legal_obligation",
    "public_health",
    "archiving",
    "legal_claims",
)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why, and up to which moment, a user's data is kept whoever wants it erased; who said so, and when."""

    ground: str
    until: datetime
    by: str
    set_at: datetime


class Holds(Protocol):
    """Asked before anything is deleted. Reads are consistent."""

    def held(self, team: str, subject: str) -> bool:
        """Whether a hold or a restriction stands for this subject now."""

    def among(self, places: Iterable[Place]) -> frozenset[Place]:
        """Those of these subjects that are held."""


class LegalHolds(Protocol):
    """The holds themselves."""

    def get(self, team: str, subject: str) -> Hold | None:
        """The hold that stands for this subject now, or None."""

    def put(self, team: str, subject: str, hold: Hold, entry: Entry) -> None:
        """Set a hold, in place of one that stands, with its entry in the audit."""

    def lift(self, team: str, subject: str, entry: Entry) -> None:
        """End a hold, with its entry in the audit; ending none is no error."""


def leaves_net(over: datetime | None, now: datetime) -> bool:
    """Whether a file that is held, and over since ``over``, has to be taken out of the net now."""
    return over is not None and over <= now < over + NET_ACTS


def held_jobs(jobs: Sequence[Job], holds: Holds) -> Sequence[Job]:
    """The jobs in which anybody is held: the user, or who is depicted."""
    held = holds.among({(job.ref.team, subject) for job in jobs for subject in job.subjects})
    return [job for job in jobs if any((job.ref.team, subject) in held for subject in job.subjects)]
