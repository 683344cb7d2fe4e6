"""Restrictions, their walks, and what they do to the rows of jobs, in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.core.audit import Entry
from functions.core.errors import Conflict, Replaced, Tombstoned
from functions.core.holds import Place
from functions.core.job import AWAITING_UPLOAD, MASKING, RESTRICTED, Claim, Job, Keep, Outcome
from functions.core.names import JobRef, ObjectKey
from functions.core.restrict import BACK
from functions.core.restriction import Restricted, Restriction, Walk
from tests.fakes.bucket import HOLD, FakeBucket
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs
from tests.fakes.lists import SHARDS


@dataclass
class FakeRestrictions:
    """Implements the ports `Restrictions` and `Walks`. ``size`` is that of a page."""

    jobs: FakeJobs
    walks: dict[Place, Walk] = field(default_factory=dict)
    size: int = 100

    def get(self, team: str, subject: str) -> Restriction | None:
        return self.jobs.restrictions.get((team, subject))

    def restricted(self, places: Iterable[Place]) -> frozenset[Place]:
        return frozenset(places) & self.jobs.restrictions.keys()

    def put(self, walk: Walk, restriction: Restriction, entry: Entry) -> None:
        if self.jobs.ledger.tombstone(walk.team, walk.subject):
            raise Tombstoned
        self._begin(walk, entry)
        set_at = stored(restriction.set_at)
        self.jobs.restrictions[walk.team, walk.subject] = replace(restriction, set_at=set_at)

    def lift(self, walk: Walk, entry: Entry) -> None:
        self._begin(walk, entry)
        self.jobs.restrictions.pop((walk.team, walk.subject), None)

    def due(self, shard: int, now: datetime) -> Iterator[Walk]:
        yield from [
            walk
            for walk in list(self.walks.values())
            if ord(walk.token[-1]) % SHARDS == shard and walk.until <= stored(now)
        ]

    def take(self, walk: Walk, before: Walk, now: datetime) -> None:
        self._put(walk, before.token)

    def page(self, walk: Walk) -> tuple[list[JobRef], str]:
        place = (walk.team, walk.subject)
        mine = {f"job#{ref.job}": ref for ref in self.jobs.rows if (ref.team, ref.subject) == place}
        mine |= {f"depicted#{ref.id}": ref for at, ref in self.jobs.pointers if at == place}
        rest = [name for name in sorted(mine) if name > walk.after]
        page = rest[: self.size]
        return [mine[name] for name in page], page[-1] if len(rest) > self.size else ""

    def save(self, walk: Walk) -> None:
        self._put(walk, walk.token)

    def end(self, walk: Walk) -> None:
        self._put(walk, walk.token)
        del self.walks[walk.team, walk.subject]

    def _begin(self, walk: Walk, entry: Entry) -> None:
        under_way = self.walks.get((walk.team, walk.subject))
        if under_way and under_way.until > stored(entry.at):
            raise Conflict
        self.jobs.ledger.audit.append(entry)
        self.walks[walk.team, walk.subject] = replace(walk, until=stored(walk.until))

    def _put(self, walk: Walk, token: str) -> None:
        now = self.walks.get((walk.team, walk.subject))
        if now is None or now.token != token:
            raise Conflict
        self.walks[walk.team, walk.subject] = replace(walk, until=stored(walk.until))


@dataclass
class FakeRestrictedJobs:
    """Implements the port `RestrictedJobs`."""

    jobs: FakeJobs

    def restrict(self, job: Job, subject: str, claim: Claim | None = None) -> None:
        row = self.jobs.in_state(job, MASKING if claim else job.state)
        if claim and (row.claim is None or row.claim.token != claim.token):
            raise Conflict
        if (job.ref.team, subject) not in self.jobs.restrictions:
            raise Conflict
        back = AWAITING_UPLOAD if claim else BACK[job.state]
        row = replace(row, state=RESTRICTED, restricted_from=back)
        if claim:
            row = replace(row, claim=None)
        outcome = replace(row.outcome, state=RESTRICTED) if row.outcome else None
        self.jobs.rows[job.ref] = replace(row, outcome=outcome)
        self.jobs.due.pop(job.ref, None)

    def lift(self, job: Job, due_at: datetime, keep: Keep | None) -> None:
        row = self.jobs.in_state(job, RESTRICTED)
        for subject in job.subjects:
            if (job.ref.team, subject) in self.jobs.restrictions:
                raise Restricted(subject)
        if keep is None:
            self.jobs.rows[job.ref] = replace(row, state=AWAITING_UPLOAD, claim=None, due_at=stored(due_at))
            self.jobs.due[job.ref] = stored(due_at)
            return
        state = row.restricted_from or AWAITING_UPLOAD
        outcome = replace(row.outcome or Outcome(state), state=state)
        self.jobs.keep(replace(row, state=state, restricted_from=None, outcome=outcome), keep)


@dataclass
class FakeShelf:
    """Implements the port `Shelf`."""

    originals: FakeBucket
    held: FakeBucket
    results: FakeBucket

    def keep(self, key: ObjectKey, etag: str) -> None:
        version = self.originals.current(str(key))
        if version is None or version.etag != etag:
            raise Replaced
        self._copy(self.originals, key, self.held, key, HOLD)

    def resume(self, key: ObjectKey) -> bool:
        return self._copy(self.held, key, self.originals, key, None)

    def withhold(self, key: ObjectKey) -> None:
        if self._copy(self.results, key, self.held, key.withheld, HOLD):
            self.results.remove(str(key))

    def hand_back(self, key: ObjectKey, days: int) -> None:
        if self._copy(self.held, key.withheld, self.results, key, days):
            self.held.remove(str(key.withheld))

    def pin(self, key: ObjectKey, days: int | None) -> None:
        if self.held.current(str(key)):
            self.held.tags[str(key)] = HOLD if days is None else days

    def _copy(
        self, source: FakeBucket, at: ObjectKey, target: FakeBucket, to: ObjectKey, days: int | None
    ) -> bool:
        version = source.current(str(at))
        if version is None:
            return False
        target.write(str(to), version.data, version.content_type)
        if days is not None:
            target.tags[str(to)] = days
        return True
