"""Exports in memory: their rows, as the API, the worker and the sweeper see them, and their bucket."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from functions.core.audit import Entry
from functions.core.errors import Conflict, LeaseOpen, Repeated, Replaced, Tombstoned
from functions.core.export import FILE, Export
from functions.core.job import Keep
from functions.core.names import JobRef, ObjectKey
from functions.core.ports import Once
from functions.core.reach import SLICES, Reach
from functions.core.retention_ports import Count
from functions.core.store_ports import Page, Trace
from tests.fakes.bucket import FakeBucket
from tests.fakes.clock import stored
from tests.fakes.jobs import KEY_LIFE, FakeJobs, Place
from tests.fakes.ledger import FakeLedger

SHARDS = 4


@dataclass
class Lock:
    """Which export of a subject runs, and who may write it until when."""

    export: str
    lease: str = ""
    until: datetime | None = None


@dataclass
class FakeExports:
    """Implements the ports `Exports` and `RetainedExports`. ``hidden`` are those that no index knows yet."""

    ledger: FakeLedger
    jobs: FakeJobs
    overdue: timedelta = timedelta(hours=6)
    rows: dict[JobRef, Export] = field(default_factory=dict)
    due_at: dict[JobRef, datetime] = field(default_factory=dict)
    locks: dict[Place, Lock] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def begin(self, export: Export, once: Once | None, entry: Entry) -> None:
        place = self._alive(export)
        if once:
            known = self.jobs.keys.get((place, once.key))
            if known and known[1] > export.requested_at:
                raise Repeated
        if place in self.locks:
            raise Conflict
        if once:
            self.jobs.keys[place, once.key] = once, export.requested_at + KEY_LIFE
        self.locks[place] = Lock(export.id)
        self._put(export, export.requested_at + self.overdue)
        self.jobs.ledger.audit.append(entry)

    def once(self, team: str, subject: str, key: str) -> Once | None:
        return self.jobs.once(team, subject, key)

    def running(self, team: str, subject: str) -> str | None:
        lock = self.locks.get((team, subject))
        return lock.export if lock else None

    def get(self, team: str, subject: str, export_id: str) -> Export | None:
        return self.rows.get(JobRef(team, subject, export_id))

    def page(self, team: str, subject: str, limit: int, after: str | None) -> tuple[list[Export], str | None]:
        mine = [row for ref, row in self.rows.items() if (ref.team, ref.subject) == (team, subject)]
        rest = sorted((row for row in mine if row.id < (after or "~")), key=lambda row: row.id, reverse=True)
        return rest[:limit], rest[limit - 1].id if len(rest) > limit else None

    def find(self, team: str, export_id: str) -> Export | None:
        found = [row for ref, row in self.rows.items() if (ref.team, ref.job) == (team, export_id)]
        return found[0] if found and export_id not in self.hidden else None

    def take(self, export: Export, lease: str, until: datetime, now: datetime) -> None:
        lock = self._lock(export)
        if lock.until and lock.until > stored(now):
            raise LeaseOpen
        lock.lease, lock.until = lease, stored(until)

    def save(self, export: Export, due_at: datetime, *, free: bool = False) -> None:
        lock = self._ours(export)
        lock.until = None if free else lock.until
        self._put(export, due_at)

    def again(self, export: Export, due_at: datetime) -> None:
        self._lock(export)
        self._put(export, due_at)

    def end(self, export: Export) -> None:
        self._ours(export)
        self._end(export)

    def give_up(self, export: Export) -> None:
        self._lock(export)
        self._end(export)

    def due(self, shard: int, now: datetime) -> Iterator[Export]:
        mine = [(due, ref) for ref, due in self.due_at.items() if _shard(ref.job) == shard and due <= now]
        yield from [self.rows[ref] for _, ref in sorted(mine, key=lambda each: each[0]) if ref in self.rows]

    def oldest(self, team: str, shard: int, after: str) -> Sequence[Export]:
        mine = [row for ref, row in self.rows.items() if ref.team == team and _shard(ref.job) == shard]
        return sorted((row for row in mine if row.id > after), key=lambda row: row.id)

    def release(self, export: Export, over: Export) -> None:
        assert over.keep
        self._as_read(export)
        self._put(over, over.keep.next)

    def redate(self, export: Export, keep: Keep) -> None:
        self._as_read(export)
        self._put(replace(export, keep=keep), keep.next)

    def postpone(self, export: Export, until: datetime) -> None:
        self._as_read(export)
        self._put(export, until)

    def remove(self, export: Export) -> None:
        self._as_read(export)
        self.forget(export.ref)

    def count(self, team: str, low: str, high: str) -> Count:
        """What the port `Counting` says of them."""
        return Count(sum(ref.team == team and low <= ref.job < high for ref in self.rows))

    def forget(self, ref: JobRef) -> None:
        """The row goes."""
        self.rows.pop(ref, None)
        self.due_at.pop(ref, None)

    def _alive(self, export: Export) -> Place:
        if self.ledger.tombstone(export.team, export.subject):
            raise Tombstoned
        return export.team, export.subject

    def _lock(self, export: Export) -> Lock:
        lock = self.locks.get(self._alive(export))
        if lock is None or lock.export != export.id:
            raise Conflict
        return lock

    def _ours(self, export: Export) -> Lock:
        lock = self._lock(export)
        if lock.lease != export.lease:
            raise Conflict
        return lock

    def _as_read(self, export: Export) -> None:
        row = self.rows.get(export.ref)
        if row is None or (row.state, row.attempt) != (export.state, export.attempt):
            raise Conflict
        before, file = row.keep and row.keep.file, export.keep and export.keep.file
        if before != (stored(file) if file else None):
            raise Conflict

    def _end(self, export: Export) -> None:
        assert export.keep
        del self.locks[export.team, export.subject]
        self._put(export, export.keep.next)

    def _put(self, export: Export, due_at: datetime) -> None:
        keep, ended = export.keep, export.ended_at
        if keep:
            keep = Keep(stored(keep.record), stored(keep.file) if keep.file else None)
        moments = {"requested_at": stored(export.requested_at), "ended_at": stored(ended) if ended else None}
        self.rows[export.ref] = replace(export, keep=keep, lease="", **moments)  # type: ignore[arg-type]
        self.due_at[export.ref] = stored(due_at)


@dataclass
class FakeExportRows:
    """Implements the port `Store`: rows of exports that hold a job, or jobs of a span of time."""

    exports: FakeExports
    name: str = "export_rows"

    def find(self, reach: Reach, after: object | None = None) -> Page:
        if not (reach.job or reach.low):
            return Page([], None)
        of = reach.exports
        mine = [ref for ref in self.exports.rows if ref.team == of.team and of.takes_job(ref.job)]
        if reach.subject:
            mine = [ref for ref in mine if ref.subject == reach.subject]
        else:
            mine = [ref for ref in mine if ord(ref.job[-1]) % SLICES == reach.slice]
        traces = [Trace((f"{r.team}#{r.subject}", f"export#{r.job}"), owner=r.subject) for r in mine]
        for place, lock in self.exports.locks.items():
            if JobRef(*place, lock.export) in mine:
                traces.append(Trace(("#".join(place), "exporting"), lock.until, owner=place[1]))
        return Page(traces, None)

    def delete(self, traces: Sequence[Trace]) -> int:
        for trace in traces:
            self.drop(*trace.address)
        return 0

    def drop(self, partition: str, sort: str) -> None:
        """Delete a row of either kind."""
        team, subject = partition.split("#")
        if sort == "exporting":
            self.exports.locks.pop((team, subject), None)
        else:
            self.exports.forget(JobRef(team, subject, sort.removeprefix("export#")))

    def busy(self, team: str, subject: str) -> datetime | None:
        """Until when a worker may write an export of a subject."""
        lock = self.exports.locks.get((team, subject))
        return lock.until if lock else None


@dataclass
class FakeArchive:
    """Implements the port `Archive`. ``parts`` are those of unfinished uploads."""

    bucket: FakeBucket
    parts: dict[tuple[str, str], dict[int, bytes]] = field(default_factory=dict)
    tags: dict[tuple[str, str], int] = field(default_factory=dict)

    def start(self, key: ObjectKey, days: int) -> str:
        before = set(self.bucket.uploads)
        self.bucket.start_upload(str(key))
        ((_, upload),) = self.bucket.uploads - before
        self.parts[str(key), upload], self.tags[str(key), upload] = {}, days
        return upload

    def part(self, key: ObjectKey, upload: str, number: int, data: bytes) -> None:
        self._open(key, upload)[number] = data

    def finish(self, key: ObjectKey, upload: str, parts: int) -> None:
        there = self._open(key, upload)
        if any(number not in there for number in range(1, parts + 1)):
            raise Replaced
        self.bucket.write(str(key), b"".join(there[number] for number in range(1, parts + 1)))
        self.bucket.tags[str(key)] = self.tags[str(key), upload]
        self.bucket.abort_upload(str(key), upload)

    def stash(self, key: ObjectKey, data: bytes) -> None:
        self.bucket.write(str(key), data)

    def fetch(self, key: ObjectKey) -> bytes:
        version = self.bucket.current(str(key))
        if version is None:
            raise Replaced
        return version.data

    def clear(self, ref: JobRef, *, but: ObjectKey | None = None) -> None:
        prefix = str(ObjectKey(ref, ""))
        for key in [key for key in self.bucket.objects if key.startswith(prefix) and key != str(but)]:
            self.bucket.remove(key)
        for key, upload in [each for each in self.bucket.uploads if each[0].startswith(prefix)]:
            self.bucket.abort_upload(key, upload)

    def file(self, export: Export) -> bytes | None:
        """The ZIP, if it is whole."""
        version = self.bucket.current(str(ObjectKey(export.ref, FILE)))
        return version.data if version else None

    def _open(self, key: ObjectKey, upload: str) -> dict[int, bytes]:
        if (str(key), upload) not in self.bucket.uploads:
            raise Replaced
        return self.parts[str(key), upload]


@dataclass
class FakePictures:
    """Implements the port `Pictures`."""

    bucket: FakeBucket

    def bytes_of(self, key: ObjectKey) -> bytes | None:
        version = self.bucket.current(str(key))
        return version.data if version else None


@dataclass
class FakeTrail:
    """Implements the port `Trail`."""

    written: list[Entry] = field(default_factory=list)
    size: int = 100

    def entries(self, team: str, since: datetime, until: datetime, after: str) -> tuple[Sequence[Entry], str]:
        mine = [entry for entry in self.written if entry.team == team and since <= entry.at <= until]
        rest = sorted((entry for entry in mine if entry.id > after), key=lambda entry: entry.id)
        return rest[: self.size], rest[self.size - 1].id if len(rest) > self.size else ""


def _shard(export_id: str) -> int:
    return ord(export_id[-1]) % SHARDS
