"""What retention and settings need of the world; see `functions.core.ports`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from functions.core.audit import Entry
from functions.core.job import Job, Keep
from functions.core.names import JobRef
from functions.core.team_settings import Settings


@dataclass(frozen=True, slots=True)
class Redating:
    """The walk over a shard of a team's jobs after its retention changed, oldest first.

    ``began`` is when this walk did, None before it has; ``after`` is the last job that it has seen.
    """

    team: str
    shard: int
    changed_at: datetime
    began: datetime | None = None
    after: str = ""

    def reached(self, last: str, now: datetime) -> "Redating":
        """The walk having seen the jobs up to this one."""
        return replace(self, began=self.began or now, after=last)


class TeamSettings(Protocol):
    """The settings of teams. Reads are consistent."""

    def of(self, team: str) -> Settings:
        """The settings as of now: the stage's defaults for a team that never changed any."""

    def change(self, team: str, settings: Settings, entry: Entry, *, redate: bool) -> None:
        """Store the next version, its entry in the audit and, if asked, a walk over every shard, at once.

        Raises `Conflict` if the version before it is no longer the last.
        """


@dataclass(frozen=True, slots=True)
class Count:
    """How many jobs an index lists; ``whole`` is false if there are more than were counted."""

    items: int
    whole: bool = True

    def __add__(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.items + other.items, self.whole and other.whole)


class Counting(Protocol):
    """Counts by the indexes, which lag, and in a bounded number of reads."""

    def jobs(self, team: str, state: str | None, low: str, high: str) -> Count:
        """A team's jobs of a state, or all, whose id is at least ``low`` and below ``high``."""

    def exports(self, team: str, low: str, high: str) -> Count:
        """A team's exports between these ids."""


class Redatings(Protocol):
    """Walks that are under way."""

    def due(self, shard: int, now: datetime) -> Iterable[Redating]:
        """Those of a shard that may go on, longest unattended first."""

    def save(self, redating: Redating, due_at: datetime) -> None:
        """Let a walk go on from here. Raises `Conflict` if the settings were changed again."""

    def end(self, redating: Redating) -> None:
        """A walk has seen all. Raises `Conflict` as `save` does."""


class Due(Protocol):
    """The index of what is due, which lags."""

    def jobs(self, shard: int, now: datetime) -> Iterator[JobRef]:
        """Jobs of a shard that were due at ``now``, longest due first, by some recent state of the table."""


class Retained(Protocol):
    """The job rows as the sweeper sees them. It writes only what is still as it was read, else `Conflict`."""

    def read(self, refs: Sequence[JobRef]) -> Sequence[Job]:
        """Those of these jobs that are still there, consistently."""

    def oldest(self, team: str, shard: int, after: str) -> Sequence[JobRef]:
        """The next jobs of a team's shard behind an id, by an index that lags; none is the end."""

    def release(self, job: Job, over: Job) -> None:
        """The file of ``job`` is gone: it is as ``over`` says. Raises `Conflict`."""

    def remove(self, job: Job) -> None:
        """Delete the row, its idempotency key, and what says who is depicted. Raises `Conflict`."""

    def redate(self, job: Job, keep: Keep) -> None:
        """The job is kept for another time than before. Raises `Conflict`."""

    def postpone(self, ref: JobRef, until: datetime) -> None:
        """Have the sweeper look after a closed job only then. Raises `Conflict` if it is not there."""


class Files(Protocol):
    """One bucket, many files at once."""

    def delete(self, keys: Sequence[str]) -> frozenset[str]:
        """Delete them; those that could not be deleted. What is not there is no error."""

    def tag(self, key: str, days: int | None) -> None:
        """Choose another lifecycle rule for a file, or none; a file that is not there is no error."""
