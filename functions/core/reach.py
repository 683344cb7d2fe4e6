"""What an erasure is of, and what of the stores that reaches."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from functions.core.names import earliest_id, subject_prefix

USER: Final = "user"
JOB: Final = "job"
USERS: Final = "users"
JOBS: Final = "jobs"
DATES: Final = "dates"
TEAM: Final = "team"
KINDS: Final = (USER, JOB, USERS, JOBS, DATES, TEAM)

SLICES: Final = 4  # a team's data is worked on in so many parts at once; as many as the indexes have shards
_FIRST: Final = ("", "a", "i", "q")  # of base32's 32 characters as they sort, eight each


@dataclass(frozen=True, slots=True)
class Reach:
    """A part of a team's data: of one subject, of one job of it, or of everybody in a slice of the team.

    It knows pseudonyms only. ``job`` is the job's own part of its id. Of a slice it is what has to do with
    jobs from ``low`` up to, and without, ``high``; without either it is everything.
    """

    team: str
    subject: str = ""
    job: str | None = None
    slice: int = 0
    low: str = ""
    high: str = ""

    @property
    def prefix(self) -> str:
        """What the keys of its objects begin with; it ends in a slash, so no other's can begin so."""
        if not self.subject:
            return f"{self.team}/"
        of_subject = subject_prefix(self.team, self.subject)
        return f"{of_subject}{self.job}/" if self.job else of_subject

    @property
    def first(self) -> str:
        """The key after which the keys of its slice begin; empty if they begin with the prefix."""
        return "" if self.subject or not self.slice else f"{self.team}/{_FIRST[self.slice]}"

    def passed(self, key: str) -> bool:
        """Whether a key, and with it every later one, is of another slice."""
        if self.subject or self.slice == SLICES - 1:
            return False
        return key > f"{self.team}/{_FIRST[self.slice + 1]}"

    @property
    def exports(self) -> "Reach":
        """What of the exports holds copies of it: those that are newer than the oldest of its jobs.

        An export holds jobs that are older than itself, and has its id where an object has its job's. Of one
        job ``high`` is the id of the first export that cannot hold it.
        """
        return replace(self, job=None, low=self.job or self.low, high=self.high if self.job else "")

    def takes_key(self, key: str) -> bool:
        """Whether an object whose key has the prefix is of it."""
        if not self.subject and (key <= self.first or self.passed(key)):
            return False
        return self.takes_job(f"{key}//".split("/")[2])

    def takes_job(self, job: str) -> bool:
        """Whether what belongs to a job is of it; what belongs to none has an empty one."""
        if not (self.low or self.high):
            return True
        return self.low <= job and (not self.high or job < self.high)


@dataclass(frozen=True, slots=True)
class OfUser:
    """Everything of a user: ``subject`` of this epoch, ``person`` across epochs."""

    subject: str
    person: str
    epoch: int
    kind: str = USER

    def reach(self, team: str) -> Reach:
        """What of the stores that is."""
        return Reach(team, self.subject)


@dataclass(frozen=True, slots=True)
class OfJob:
    """One job of a subject, wherever it stands."""

    subject: str
    job: str
    kind: str = JOB

    def reach(self, team: str) -> Reach:
        """What of the stores that is."""
        return Reach(team, self.subject, self.job)


@dataclass(frozen=True, slots=True)
class OfMany:
    """Several users, or several jobs: each has an erasure of its own, which is a part of this one."""

    kind: str


@dataclass(frozen=True, slots=True)
class OfDates:
    """The jobs of a team that were created from ``start`` up to, and without, ``end``."""

    start: datetime
    end: datetime
    slice: int | None = None
    kind: str = DATES

    def reach(self, team: str) -> Reach:
        """What of the stores that is, in the scope's slice."""
        return Reach(team, slice=self.slice or 0, low=earliest_id(self.start), high=earliest_id(self.end))


@dataclass(frozen=True, slots=True)
class OfTeam:
    """All photos and personal data of a team's users; ``end`` once it may create new ones again."""

    end: datetime | None = None
    slice: int | None = None
    kind: str = TEAM

    def reach(self, team: str) -> Reach:
        """What of the stores that is, in the scope's slice."""
        return Reach(team, slice=self.slice or 0, high=earliest_id(self.end) if self.end else "")


Wide = OfDates | OfTeam
Scope = OfUser | OfJob | OfMany | Wide
