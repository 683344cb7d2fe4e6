"""GET /v1/users/{user_id}, GET /v1/me: all that is stored about a person, counted (GDPR Art. 15).

What is counted is every row of the person's own partition, whatever its kind: a kind that somebody adds later
is told by its name, and nothing can be stored that this does not tell.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from functions.core.export import Export
from functions.core.export import as_of as export_as_of
from functions.core.holds import Holds
from functions.core.job import DONE, FAILED, RESTRICTED, REVIEW, Job, Keep
from functions.core.ports import Ledger, Mac
from functions.core.retention import as_of
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
    ``endless`` are those of ``files`` of which a restriction keeps some as long as it stands.
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
    for number, row in enumerate(world.rows.of(team, subject)):
        if number == most:
            stored.whole = False
            break
        _count(row, stored, now)
    return stored


def _count(row: Row, stored: Stored, now: datetime) -> None:
    if row.export:
        _count_export(row, row.export, stored, now)
        return
    if row.job is None:
        stored.rows[row.kind] += 1
        return
    job = as_of(row.job, now)
    if job is None:
        return  # over: invisible, and gone within two minutes
    stored.rows[row.kind] += 1
    stored.jobs[job.state] += 1
    if job.state == RESTRICTED:
        place = PLACES.get(job.restricted_from or "", "originals")
        stored.files[place] += 1
        stored.endless.add(place)
    elif job.keep:
        _count_kept(job.state, job.keep, stored)


def _count_kept(state: str, keep: Keep, stored: Stored) -> None:
    stored.records_until = max(stored.records_until or keep.record, keep.record)
    files = {PLACES.get(state): keep.file, PLACES[REVIEW]: keep.original}
    if PLACES.get(state) == PLACES[REVIEW]:
        files[PLACES[REVIEW]] = keep.file
    for place, until in files.items():
        if place and until:
            _count_file(place, until, stored)


def _count_export(row: Row, export: Export, stored: Stored, now: datetime) -> None:
    shown = export_as_of(export, now)
    if shown is None:
        return
    stored.rows[row.kind] += 1
    if shown.keep and shown.keep.file:
        _count_file(EXPORTS, shown.keep.file, stored)


def _count_file(place: str, until: datetime, stored: Stored) -> None:
    stored.files[place] += 1
    stored.files_until[place] = max(stored.files_until.get(place, until), until)
