"""GET /v1/users/{user_id}, GET /v1/me: all that is stored about a person, counted (GDPR Art. 15).

What is counted is every row of the person's own partition, whatever its kind: a kind that somebody adds later
is told by its name, and nothing can be stored that this does not tell.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final, Protocol

from functions.core.export import Export
from functions.core.export import as_of as export_as_of
from functions.core.holds import Holds, held_jobs
from functions.core.job import DONE, FAILED, RESTRICTED, REVIEW, Job, Keep
from functions.core.names import JobRef
from functions.core.ports import Ledger, Mac
from functions.core.retention import OVER, as_of
from functions.core.subjects import Identified, identify

JOBS: Final = "jobs"
EXPORTS: Final = "exports"
MOST: Final = 5000  # rows: what a call can read and count in its time
PLACES: Final = {DONE: "results", REVIEW: "originals", FAILED: "originals"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a person's partition: its kind, and the job or the export if it is one."""

    kind: str
    job: Job | None = None
    export: Export | None = None


class Rows(Protocol):
    """The rows of one person."""

    def of(self, team: str, subject: str) -> Iterable[Row]:
        """All of them, page by page, by consistent reads."""


@dataclass(frozen=True, slots=True)
class StoredOf:
    """What it needs of the world."""

    rows: Rows
    ledger: Ledger
    holds: Holds
    mac: Mac


@dataclass(slots=True)
class Stored:
    """What is stored: rows by kind, jobs by state, files by what they are, and until when the last lives.

    ``whole`` is False if there is more than was counted. ``erasure`` is the one that was asked for: all of
    this is about to go. ``held`` says that a legal hold or a restriction keeps it from being deleted.
    ``endless`` are those of ``files`` of which a hold or a restriction keeps some as long as it stands.
    """

    erasure: str | None = None
    held: bool = False
    whole: bool = True
    rows: Counter[str] = field(default_factory=Counter)
    jobs: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    records_until: datetime | None = None
    files_until: dict[str, datetime] = field(default_factory=dict)
    endless: set[str] = field(default_factory=set)


def stored_of(team: str, whom: str | Identified, world: StoredOf, now: datetime, most: int = MOST) -> Stored:
    """What is stored about a user now. Somebody of whom nothing is stored has nothing but zeros."""
    subject = identify(team, whom, world.mac, world.ledger).subject
    stored = Stored(world.ledger.tombstone(team, subject), world.holds.held(team, subject))
    rows = list(islice(world.rows.of(team, subject), most + 1))
    stored.whole, rows = len(rows) <= most, rows[:most]
    over = [row.job for row in rows if row.job and as_of(row.job, now) != row.job]
    kept = frozenset(job.ref for job in (over if stored.held else held_jobs(over, world.holds)))
    for row in rows:
        if row.job:
            _count_job(row, row.job, stored, now, kept)
        elif row.export:
            _count_export(row, row.export, stored, now)
        else:
            stored.rows[row.kind] += 1
    return stored


def _count_job(row: Row, job: Job, stored: Stored, now: datetime, kept: frozenset[JobRef]) -> None:
    """A job; of one that is over what is held all the same, the rest is gone within two minutes."""
    shown = as_of(job, now)
    if shown is None and job.ref not in kept:
        return
    stored.rows[row.kind] += 1
    stored.jobs[shown.state if shown else OVER.get(job.state, (job.state,))[0]] += 1
    if job.state == RESTRICTED:
        _count_endless(PLACES.get(job.restricted_from or "", "originals"), stored)
    elif job.keep:
        if shown:
            stored.records_until = max(stored.records_until or job.keep.record, job.keep.record)
        for place, until in _files(job.state, job.keep).items():
            if until > now and shown:
                _count_file(place, until, stored)
            elif job.ref in kept and job.state != FAILED:  # no hold keeps anything in `originals`
                _count_endless(place, stored)


def _files(state: str, keep: Keep) -> dict[str, datetime]:
    """Until when a job has which files."""
    files = {PLACES[REVIEW]: keep.original, PLACES.get(state, ""): keep.file}
    return {place: until for place, until in files.items() if place and until}


def _count_export(row: Row, export: Export, stored: Stored, now: datetime) -> None:
    shown = export_as_of(export, now)
    if stored.held and shown != export:
        stored.rows[row.kind] += 1
        if export.keep and export.keep.file:
            _count_endless(EXPORTS, stored)
        return
    if shown is None:
        return
    stored.rows[row.kind] += 1
    if shown.keep and shown.keep.file:
        _count_file(EXPORTS, shown.keep.file, stored)


def _count_file(place: str, until: datetime, stored: Stored) -> None:
    stored.files[place] += 1
    stored.files_until[place] = max(stored.files_until.get(place, until), until)


def _count_endless(place: str, stored: Stored) -> None:
    stored.files[place] += 1
    stored.endless.add(place)
