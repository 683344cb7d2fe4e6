"""A restore that brings nobody back: rows of a backup pass the ledger before the service sees one.

What was restored by point-in-time recovery is a table of its own. It is not given to the service; the rows of
it that may live are copied into the service's own table. So there is no moment at which an erased row is in
reach of a route (promise 6).

The ledger was never restored with it, so tombstones, epochs, holds and restrictions stand as they do today.
What they say is replayed over rows of yesterday: see `functions.core.replay`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from functions.core.consent import Consent
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, MASKING, RESTRICTED, REVIEW, Job
from functions.core.names import JobRef, ObjectKey
from functions.core.replay import Replay
from functions.core.restrict import BACK

COPIED: Final = "copied"
ERASED: Final = "erased"
WITHDRAWN: Final = "withdrawn"
OBJECT_GONE: Final = "object_gone"
THERE: Final = "there_already"
LEFT_OUT: Final = "left_out"
DISABLED: Final = "disabled"

# In which store the file of a job is, by its state; a job in another state has none.
_STORES: Final = {
    AWAITING_UPLOAD: "originals",
    MASKING: "originals",
    FAILED: "originals",
    DONE: "results",
    REVIEW: "held",
    RESTRICTED: "held",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a backup: whose it is, and the job or consent that it is, or the job that it leads to.

    ``made`` is an id (a ULID) of when it was written, if it has one.
    ``restricted_from`` is set of a job whose file a restriction keeps that was set after the backup. An
    ``export`` is only a copy: whoever wants it asks for a new one, and none that was ended since comes back.
    An enabled ``webhook`` is told nothing until its team enables it: it may have been deleted since.
    """

    item: Mapping[str, object]
    team: str | None = None
    subject: str | None = None
    job: Job | None = None
    points_to: JobRef | None = None
    restricted_from: str | None = None
    consent: Consent | None = None
    made: str = ""
    export: bool = False
    webhook: bool = False


class Backup(Protocol):
    """A table that was restored beside the service's own."""

    def pages(self, after: object | None) -> Iterator[tuple[Sequence[Row], object | None]]:
        """Its rows from a place on, each page with the place after it, None after the last."""

    def job(self, ref: JobRef) -> Job | None:
        """A job of the backup."""


class Target(Protocol):
    """The service's own table."""

    def copy(self, row: Row) -> bool:
        """Write a row unless there is one at its key; whether it was written. What is there is younger."""


@dataclass(frozen=True, slots=True)
class Restore:
    """What it needs of the world. ``exists`` asks a store by its name whether it has the file of a key."""

    backup: Backup
    target: Target | None
    replay: Replay
    exists: Callable[[str, ObjectKey], bool]
    counts: dict[str, int] = field(default_factory=dict)


def restore(world: Restore, after: object | None = None) -> Iterator[object | None]:
    """Copy what may live, page by page; after each page the place to go on from, None at the end.

    Without a target nothing is written, and ``counts`` says what would be. Run twice it is harmless.
    """
    for rows, place in world.backup.pages(after):
        for row in rows:
            fate = _fate(row, world)
            world.counts[fate] = world.counts.get(fate, 0) + 1
        yield place


def _fate(row: Row, world: Restore) -> str:
    if row.export:
        return LEFT_OUT
    if row.team is None or row.subject is None:
        return _copied(row, world, DISABLED if row.webhook else COPIED)
    job = row.job or (world.backup.job(row.points_to) if row.points_to else None)
    if _is_erased(row, row.team, row.subject, job, world.replay):
        return ERASED
    if job and not _has_its_file(job, world):
        if not world.exists("held", _shelved(job)):
            return OBJECT_GONE
        if row.job:
            row = replace(row, restricted_from=BACK.get(job.state, AWAITING_UPLOAD))
    return _copied(row, world)


def _is_erased(row: Row, team: str, subject: str, job: Job | None, replay: Replay) -> bool:
    if job:
        return replay.erases_job(job)
    return row.points_to is not None or replay.erases(team, subject, row.made)


def _copied(row: Row, world: Restore, fate: str = COPIED) -> str:
    if row.consent and row.team and row.subject:
        at = world.replay.withdrawn(row.team, row.subject, row.consent)
        if at:
            row, fate = replace(row, consent=row.consent.withdrawn(at)), WITHDRAWN
    return fate if world.target is None or world.target.copy(row) else THERE


def _has_its_file(job: Job, world: Restore) -> bool:
    store = _STORES.get(job.state)
    key = _shelved(job) if job.state == RESTRICTED else job.key
    return store is None or world.exists(store, key)


def _shelved(job: Job) -> ObjectKey:
    """Where in `held` a restriction keeps the file of a job."""
    return job.key.withheld if DONE in {job.state, job.restricted_from} else job.key
