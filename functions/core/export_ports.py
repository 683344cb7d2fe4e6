"""What exports need of the world; see `functions.core.ports`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from functions.core.audit import Entry
from functions.core.export import Export
from functions.core.job import Keep
from functions.core.names import JobRef, ObjectKey
from functions.core.ports import Once


class Exports(Protocol):
    """The rows of exports, in the partitions of their subjects.

    A subject has one export that runs, at most: a row of its own says which, and who may write it until
    when. Reads are consistent, and every write asks the subject's tombstone.
    """

    def begin(self, export: Export, once: Once | None, entry: Entry) -> None:
        """Write a new one, at once with its idempotency key and its entry in the audit.

        Raises `Tombstoned`, `Repeated`, or `Conflict` if another one runs.
        """

    def once(self, team: str, subject: str, key: str) -> Once | None:
        """What an idempotency key was used for, or None."""

    def running(self, team: str, subject: str) -> str | None:
        """The id of the one that runs, or None."""

    def get(self, team: str, subject: str, export_id: str) -> Export | None:
        """One as of now, or None."""

    def page(self, team: str, subject: str, limit: int, after: str | None) -> tuple[list[Export], str | None]:
        """Those of a subject, newest first, and the id to go on after, or None."""

    def find(self, team: str, export_id: str) -> Export | None:
        """One by its id alone: an index tells whose it is, and lags; then it is read consistently."""

    def take(self, export: Export, lease: str, until: datetime, now: datetime) -> None:
        """Let one worker write it. Raises `Tombstoned`, `LeaseOpen`, or `Conflict` if it runs no more."""

    def save(self, export: Export, due_at: datetime, *, free: bool = False) -> None:
        """Store its progress; ``free`` says that the worker stops here, and gives its lease back.

        Raises `Tombstoned`, or `Conflict` if the lease is no longer its worker's.
        """

    def again(self, export: Export, due_at: datetime) -> None:
        """Store another attempt of one that runs. Raises `Tombstoned`, or `Conflict` if it runs no more."""

    def end(self, export: Export) -> None:
        """Store its end: from now on another may run. Raises as ``save`` does."""

    def give_up(self, export: Export) -> None:
        """The same, whoever has its lease. Raises `Conflict` if it runs no more."""


class RetainedExports(Protocol):
    """The rows as the sweeper sees them. It writes only what is still as it was read, else `Conflict`."""

    def due(self, shard: int, now: datetime) -> Iterable[Export]:
        """Those of a shard that were due at ``now``, by an index that lags, read consistently."""

    def release(self, export: Export, over: Export) -> None:
        """The file of ``export`` is gone: it is as ``over`` says."""

    def remove(self, export: Export) -> None:
        """Delete the row."""

    def redate(self, export: Export, keep: Keep) -> None:
        """It is kept for another time than before."""

    def postpone(self, export: Export, until: datetime) -> None:
        """Have the sweeper look after it only then."""

    def oldest(self, team: str, shard: int, after: str) -> Sequence[Export]:
        """The next of a team's shard behind an id, by an index that lags; none is the end."""


class Archive(Protocol):
    """The bucket of exports: a file in parts, and what is kept beside it until it is whole."""

    def start(self, key: ObjectKey, days: int) -> str:
        """Begin a file, with its net of expiry; the id of its upload."""

    def part(self, key: ObjectKey, upload: str, number: int, data: bytes) -> None:
        """Store a part; stored twice it is the last. Raises `Replaced` if the upload was ended."""

    def finish(self, key: ObjectKey, upload: str, parts: int) -> None:
        """Make the file of its parts. Raises `Replaced` if the upload was ended, or a part is missing."""

    def stash(self, key: ObjectKey, data: bytes) -> None:
        """Keep something beside the file."""

    def fetch(self, key: ObjectKey) -> bytes:
        """What was kept. Raises `Replaced` if it is gone."""

    def clear(self, ref: JobRef, *, but: ObjectKey | None = None) -> None:
        """Delete everything of an export, unfinished uploads too; or all ``but`` its file."""


class Pictures(Protocol):
    """A bucket of photos, as an export reads it."""

    def bytes_of(self, key: ObjectKey) -> bytes | None:
        """The photo, or None if it is not there."""


class Trail(Protocol):
    """The audit of a team, oldest first."""

    def entries(self, team: str, since: datetime, until: datetime, after: str) -> tuple[Sequence[Entry], str]:
        """A page of entries between two moments, and the place to go on after, empty at the end.

        A page may be empty, and not be the last.
        """
