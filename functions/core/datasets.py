"""Copies that a team keeps for a purpose to which the user has consented (GDPR Art. 5(1)(b), 6(1)(a)).

Of a result only if nothing that it hides can be undone; of an original only if the purpose says so, which is
then a purpose of its own. A copy belongs to its user: it lies under the user's prefix and its row in the
user's partition, so that whatever erases the user erases it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from functions.core.hide import Hide
from functions.core.job import DONE, Job, Outcome
from functions.core.list_jobs import Listing
from functions.core.names import JobRef, ObjectKey
from functions.core.ports import Objects
from functions.core.purposes import ORIGINAL, RESULT
from functions.core.region import Region
from functions.core.retention import net
from functions.core.team_settings import Settings

Wish = tuple[str, str]  # a subject, and a purpose that it has consented to


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept of a job for a purpose; ``kept_at`` is when the job was closed, ``until`` is its end.

    ``what`` it is of the job, its result or its original, stays true when the purpose says another one since.
    """

    ref: JobRef
    purpose: str
    content_type: str
    kept_at: datetime
    until: datetime
    what: str = RESULT

    @property
    def key(self) -> ObjectKey:
        """Its key in `held`: the purpose stands where of other files the lane does."""
        return copy_key(self.ref, self.purpose)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A consent that was withdrawn at ``at``: what was kept for it before that has to go."""

    team: str
    subject: str
    purpose: str
    at: datetime


class Datasets(Protocol):
    """The rows of copies. An index finds those of a team, and lags; all other reads are consistent."""

    def of_team(self, team: str, purpose: str, listing: Listing) -> tuple[list[Copy], str | None]:
        """A page of what is kept for a purpose, newest first, and the id after which the next begins."""

    def withdrawn(self, team: str, wishes: Iterable[Wish]) -> dict[Wish, datetime | None]:
        """Those of which nothing may be shown: all (None), or what was kept up to a moment."""

    def due(self, shard: int, now: datetime) -> list[Copy]:
        """The next copies of a shard that are over at ``now``; the index that finds them lags."""

    def withdrawals(self, shard: int) -> Iterator[Withdrawal]:
        """Those of a shard that have not reached every copy yet."""

    def page(self, withdrawal: Withdrawal, after: str) -> tuple[list[Copy], str]:
        """The next copies that are kept for it, and the place behind them; empty at the end."""

    def of_user(self, team: str, subject: str, after: str) -> tuple[list[Copy], str]:
        """The same of all that is kept of a user, for whatever purpose."""

    def redate(self, ref: JobRef, purpose: str, until: datetime) -> None:
        """A copy is kept for another time than before; one that is not there is no error."""

    def remove(self, copies: Sequence[Copy]) -> None:
        """Delete the rows; deleting what is not there is no error."""

    def end(self, withdrawal: Withdrawal) -> None:
        """It has reached every copy. One that was withdrawn again meanwhile goes on."""


def copy_key(ref: JobRef, purpose: str) -> ObjectKey:
    """Where in `held` the copy of a job for a purpose is."""
    return ObjectKey(ref, f"for-{purpose}")


def copy_until(closed_at: datetime, settings: Settings, record: datetime) -> datetime:
    """The end of a copy: its own retention, never longer than its job's record."""
    return min(closed_at + timedelta(minutes=settings.retention.datasets), record)


def copies_of(job: Job, outcome: Outcome, settings: Settings, now: datetime) -> tuple[Copy, ...]:
    """What has to be kept of a job that is closed now, for the purposes that it names."""
    if outcome.state != DONE:
        return ()
    until = copy_until(now, settings, settings.retention.keep(DONE, now).record)
    kept = {name: settings.purposes[name].keeps for name in job.consents if name in settings.purposes}
    types = {} if job.held_result else {ORIGINAL: job.content_type}  # what is held may be a result
    if is_anonymised(job, outcome):
        types[RESULT] = outcome.content_type or job.content_type
    return tuple(
        Copy(job.ref, name, types[what], now, until, what) for name, what in kept.items() if what in types
    )


def is_anonymised(job: Job, outcome: Outcome) -> bool:
    """Whether something was hidden, nothing of it can be undone, and nobody stays visible by the recipe."""
    hidden: list[Hide | Region] = [*job.recipe.hide.values(), *outcome.regions]
    stays = outcome.verdict.kept if outcome.verdict else 0
    return bool(outcome.regions) and not stays and all(each.anonymising for each in hidden)


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes that a job was closed with."""

    original: bytes
    result: bytes


def store_copies(copies: Sequence[Copy], kept: Kept, held: Objects) -> None:
    """Put the files of new copies, each with its net of expiry; their rows come with the job's close."""
    for copy in copies:
        data = kept.original if copy.what == ORIGINAL else kept.result
        held.put(copy.key, data, copy.content_type, net(copy.until - copy.kept_at))


def drop_copies(job: Job, held: Objects, but: Sequence[Copy] = ()) -> None:
    """Delete the files of whatever may be kept of a job, but for these copies: nobody may have them."""
    for purpose in set(job.consents) - {copy.purpose for copy in but}:
        held.delete(str(copy_key(job.ref, purpose)))
