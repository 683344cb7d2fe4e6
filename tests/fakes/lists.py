"""Lists and indexes over the job rows in memory. An index may lag, as DynamoDB's do."""

from collections.abc import Iterator
from datetime import datetime

from functions.core.job import Job
from functions.core.list_jobs import Listing
from functions.core.names import JobRef
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs

SHARDS = 4


class FakeLists:
    """Implements the ports `JobLists` and `Due`. While it ``lags``, its indexes stay as they are."""

    def __init__(self, jobs: FakeJobs) -> None:
        self.source = jobs
        self.lags = False
        self._rows: dict[JobRef, Job] = {}
        self._due: dict[JobRef, datetime] = {}

    def catch_up(self) -> None:
        """Let the indexes show the table as of now."""
        self._rows, self._due = dict(self.source.rows), dict(self.source.due)

    def lag(self) -> None:
        """From now on the indexes show the table as of this moment."""
        self.catch_up()
        self.lags = True

    def of_subject(self, team: str, subject: str, listing: Listing) -> tuple[list[Job], str | None]:
        place = (team, subject)
        jobs = [job for ref, job in self.source.rows.items() if (ref.team, ref.subject) == place]
        found = _newest([job.ref for job in jobs], listing)
        # As DynamoDB does it: a full page says that there may be more.
        after = found[-1].job if len(found) == listing.limit else None
        return [self.source.rows[ref] for ref in found], after

    def of_team(self, team: str, listing: Listing) -> tuple[list[Job], str | None]:
        refs = [ref for shard in range(SHARDS) for ref in self._indexed(team, shard, listing)]
        found = _newest(refs, listing)
        rows = [self.source.rows[ref] for ref in found if ref in self.source.rows]
        shown = [job for job in rows if listing.state in {None, job.state}]
        return shown, found[-1].job if len(found) == listing.limit else None

    def jobs(self, shard: int, now: datetime) -> Iterator[JobRef]:
        if not self.lags:
            self.catch_up()
        mine = [(due, ref) for ref, due in self._due.items() if _shard(ref) == shard and due < stored(now)]
        yield from [ref for _, ref in sorted(mine, key=lambda each: each[0])]

    def oldest(self, team: str, shard: int, after: str, most: int) -> list[JobRef]:
        """The next jobs behind an id in the index by time."""
        if not self.lags:
            self.catch_up()
        mine = [ref for ref in self._rows if (ref.team, _shard(ref)) == (team, shard) and ref.job > after]
        return sorted(mine, key=lambda ref: ref.job)[:most]

    def _indexed(self, team: str, shard: int, listing: Listing) -> list[JobRef]:
        if not self.lags:
            self.catch_up()
        mine = [
            ref
            for ref, job in self._rows.items()
            if ref.team == team and _shard(ref) == shard and listing.state in {None, job.state}
        ]
        return _newest(mine, listing)


def _shard(ref: JobRef) -> int:
    return ord(ref.job[-1]) % SHARDS


def _newest(refs: list[JobRef], listing: Listing) -> list[JobRef]:
    asked = [ref for ref in refs if listing.low <= ref.job < listing.high]
    return sorted(asked, key=lambda ref: ref.job, reverse=not listing.oldest)[: listing.limit]
