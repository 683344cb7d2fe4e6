"""Settings, walks, holds, and the rows and files as the sweeper sees them, in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.holds import Hold, Place
from functions.core.job import Job, Keep
from functions.core.list_jobs import HIGH, Listing
from functions.core.names import JobRef
from functions.core.restriction import Restriction
from functions.core.retention_ports import Count, Redating
from functions.core.team_settings import Bounds, Settings, defaults
from tests.fakes.bucket import HOLD, FakeBucket
from tests.fakes.clock import stored
from tests.fakes.exports import FakeExports
from tests.fakes.jobs import FakeJobs
from tests.fakes.lists import SHARDS, FakeLists

PAGE = 100


@dataclass
class FakeSettings:
    """Implements the ports `TeamSettings` and `Redatings`. ``audit`` is what was written with a change."""

    bounds: Bounds
    rows: dict[str, Settings] = field(default_factory=dict)
    audit: list[Entry] = field(default_factory=list)
    walks: dict[tuple[str, int], tuple[datetime, Redating]] = field(default_factory=dict)

    def of(self, team: str) -> Settings:
        return self.rows.get(team, defaults(self.bounds))

    def change(self, team: str, settings: Settings, entry: Entry, *, redate: bool) -> None:
        assert settings.changed_at is not None
        if self.of(team).version != settings.version - 1:
            raise Conflict
        changed_at = stored(settings.changed_at)
        self.rows[team] = replace(settings, changed_at=changed_at)
        self.audit.append(entry)
        for shard in range(SHARDS) if redate else ():
            self.walks[team, shard] = changed_at, Redating(team, shard, changed_at)

    def due(self, shard: int, now: datetime) -> Iterator[Redating]:
        mine = [each for (_, at), each in self.walks.items() if at == shard and each[0] <= stored(now)]
        yield from [redating for _, redating in sorted(mine, key=lambda each: each[0])]

    def save(self, redating: Redating, due_at: datetime) -> None:
        self._same(redating)
        began = stored(redating.began) if redating.began else None
        self.walks[redating.team, redating.shard] = stored(due_at), replace(redating, began=began)

    def end(self, redating: Redating) -> None:
        self._same(redating)
        del self.walks[redating.team, redating.shard]

    def _same(self, redating: Redating) -> None:
        found = self.walks.get((redating.team, redating.shard))
        if found is None or found[1].changed_at != redating.changed_at:
            raise Conflict


@dataclass
class FakeRetained:
    """Implements the ports `Retained` and `Counting`. ``poisoned`` are jobs that cannot be read."""

    jobs_: FakeJobs
    lists: FakeLists
    poisoned: set[JobRef] = field(default_factory=set)
    most_counted: int = 10**9
    rows_of_exports: FakeExports | None = None

    def read(self, refs: Sequence[JobRef]) -> Sequence[Job]:
        if self.poisoned & set(refs):
            raise ValueError("a row that nobody can read")
        return [self.jobs_.rows[ref] for ref in dict.fromkeys(refs) if ref in self.jobs_.rows]

    def oldest(self, team: str, shard: int, after: str) -> Sequence[JobRef]:
        return self.lists.oldest(team, shard, after, PAGE)

    def jobs(self, team: str, state: str | None, low: str, high: str) -> Count:
        found, after = 0, high if high != HIGH else HIGH
        while after:
            listing = Listing(PAGE, state, low, after)
            page, more = self.lists.of_team(team, listing)
            found, after = found + len(page), more or ""
        return Count(min(found, self.most_counted), found <= self.most_counted)

    def exports(self, team: str, low: str, high: str) -> Count:
        return self.rows_of_exports.count(team, low, high) if self.rows_of_exports else Count(0)

    def release(self, job: Job, over: Job) -> None:
        assert over.keep is not None
        row = self._as_read(job)
        self.jobs_.keep(replace(row, state=over.state, outcome=over.outcome), over.keep)

    def remove(self, job: Job) -> None:
        self._as_read(job)
        for address in list(self.jobs_.keys_of(job.ref)):
            del self.jobs_.keys[address]
        self.jobs_.forget(job)

    def redate(self, job: Job, keep: Keep) -> None:
        self.jobs_.keep(self._as_read(job), keep)

    def postpone(self, ref: JobRef, until: datetime) -> None:
        row = self.jobs_.rows.get(ref)
        if row is None or row.keep is None:
            raise Conflict
        self.jobs_.due[ref] = stored(until)

    def _as_read(self, job: Job) -> Job:
        row = self.jobs_.rows.get(job.ref)
        assert job.keep is not None
        if row is None or (row.state, row.closed_at) != (job.state, job.closed_at):
            raise Conflict
        if row.keep is None or row.keep.record != job.keep.record:
            raise Conflict
        return row


@dataclass
class FakeFiles:
    """Implements the port `Files`. ``down`` makes the bucket unreachable."""

    bucket: FakeBucket
    down: bool = False
    calls: int = 0

    def delete(self, keys: Sequence[str]) -> frozenset[str]:
        self.calls += 1
        if self.down:
            raise RuntimeError("the text of an exception")
        for key in set(keys) - self.bucket.locked:
            self.bucket.remove(key)
        return frozenset(keys) & self.bucket.locked

    def tag(self, key: str, days: int | None) -> None:
        if self.bucket.current(key):
            self.bucket.tags[key] = HOLD if days is None else days


@dataclass
class FakeHolds:
    """Implements the ports `Holds` and `LegalHolds`."""

    restrictions: Mapping[Place, Restriction] = field(default_factory=dict)
    places: set[Place] = field(default_factory=set)
    holds: dict[Place, Hold] = field(default_factory=dict)
    audit: list[Entry] = field(default_factory=list)

    def get(self, team: str, subject: str) -> Hold | None:
        return self.holds.get((team, subject))

    def put(self, team: str, subject: str, hold: Hold, entry: Entry) -> None:
        self.audit.append(entry)
        self.holds[team, subject] = hold
        self.places.add((team, subject))

    def lift(self, team: str, subject: str, entry: Entry) -> None:
        self.audit.append(entry)
        self.holds.pop((team, subject), None)
        self.places.discard((team, subject))

    def held(self, team: str, subject: str) -> bool:
        return bool(self.among([(team, subject)]))

    def among(self, places: Iterable[Place]) -> frozenset[Place]:
        return frozenset(places) & (self.places | self.restrictions.keys())
