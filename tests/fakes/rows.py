"""The base table as stores that an erasure must reach."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from functions.core.job import MASKING, REVIEW, Job
from functions.core.names import JobRef, is_id
from functions.core.reach import SLICES, Reach
from functions.core.store_ports import Page, Trace
from functions.core.stored_of import EXPORTS, JOBS, Row
from tests.fakes.exports import FakeExportRows, FakeExports
from tests.fakes.jobs import FakeJobs, Place


class FakeRows:
    """Implements the port `Store` over the rows. ``unprocessed`` are jobs that no delete reaches."""

    def __init__(
        self, jobs: FakeJobs, name: str = "rows", page: int = 1000, exports: FakeExports | None = None
    ) -> None:
        self.jobs, self._name, self.page = jobs, name, page
        self.exports = FakeExportRows(exports or FakeExports(jobs.ledger, jobs))
        self.unprocessed: set[str] = set()
        self.index: Callable[[], Iterable[JobRef]] = lambda: self.jobs.rows

    @property
    def name(self) -> str:
        return self._name

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """Pages are cut before what `FakeDepicted` finds is left out, so that one may be empty."""
        if not reach.subject:
            return self._find_wide(reach, after)
        place = (reach.team, reach.subject)
        mine = [sort for at, sort in self._addresses() if at == place]
        if reach.job:
            mine = [sort for sort in mine if sort == f"job#{reach.job}"]
        rest = [sort for sort in sorted(mine) if after is None or sort > str(after)]
        page = rest[: self.page]
        own = [sort for sort in page if not sort.startswith("depicted#")]
        traces = [self._trace(place, sort, alone=reach.job is not None) for sort in own]
        # As DynamoDB does it: a full page carries a key to go on from, even if nothing comes after it.
        return Page(traces, page[-1] if len(page) == self.page else None)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self._delete(trace) for trace in traces)

    def lease(self, ref: JobRef) -> datetime | None:
        """The end of the lease that a masker holds on a job."""
        row = self.jobs.rows.get(ref)
        working = row and (row.state == MASKING or (row.state == REVIEW and row.release))
        return row.claim.until if row and working and row.claim else None

    def _find_wide(self, reach: Reach, after: object | None) -> Page:
        """By the index, which may lag, or of the whole team by what is there."""
        if reach.low:
            found = [ref for ref in self.index() if ref in self.jobs.rows and reach.takes_job(ref.job)]
            mine = [((ref.team, ref.subject), f"job#{ref.job}") for ref in found]
        else:
            mine = list(self._addresses())
            mine = [(at, sort) for at, sort in mine if reach.takes_job(self._job_of(at, sort))]
        rest = sorted(each for each in mine if each[0][0] == reach.team and _slice(each) == reach.slice)
        rest = [each for each in rest if after is None or each > after]  # type: ignore[operator]
        page = rest[: self.page]
        traces = [self._trace(at, sort, alone=True) for at, sort in page]
        if not reach.low:
            traces = [replace(trace, linked=()) for trace in traces]
        return Page(traces, page[-1] if len(page) == self.page else None)

    def _addresses(self) -> Iterator[tuple[Place, str]]:
        """Every row of every person, whatever its kind."""
        yield from (((ref.team, ref.subject), f"job#{ref.job}") for ref in self.jobs.rows)
        yield from ((at, f"once#{key}") for at, key in self.jobs.keys)
        yield from ((at, f"depicted#{ref.id}") for at, ref in self.jobs.pointers)
        yield from (((team, subject), f"consent#{of}") for team, subject, of in self.jobs.consents.rows)
        yield from self.jobs.odd
        exports = self.exports.exports
        yield from (((ref.team, ref.subject), f"export#{ref.job}") for ref in exports.rows)
        yield from ((at, "exporting") for at in exports.locks)

    def _job_of(self, at: Place, sort: str) -> str:
        kind, _, name = sort.partition("#")
        if kind == "once":
            return self.jobs.keys[at, name][0].job
        if kind == "consent":
            return self.jobs.consents.rows[*at, name].id
        return name[-26:] if is_id(name[-26:]) else ""

    def _trace(self, place: Place, sort: str, *, alone: bool) -> Trace:
        address = ("#".join(place), sort)
        if sort == "exporting":
            return Trace(address, self.exports.busy(*place), owner=place[1])
        if sort.startswith("depicted#"):
            return Trace(
                address, owner=place[1], leads=JobRef.parse(place[0], sort.removeprefix("depicted#"))
            )
        if not sort.startswith("job#"):
            return Trace(address, owner=place[1])
        row = self.jobs.rows[JobRef(*place, sort.removeprefix("job#"))]
        pointers = [at for at, ref in self.jobs.pointers if ref == row.ref]
        linked = [("#".join(at), f"depicted#{row.ref.id}") for at in pointers]
        if alone:
            linked += [("#".join(at), f"once#{key}") for at, key in self.jobs.keys_of(row.ref)]
        seen, leads = _token(row) if alone else None, row.ref if row.depicted else None
        return Trace(address, self.lease(row.ref), tuple(linked), seen, place[1], leads)

    def _delete(self, trace: Trace) -> bool:
        partition, sort = trace.address
        (team, subject), (kind, _, name) = partition.split("#"), sort.partition("#")
        if kind.startswith("export"):
            self.exports.drop(partition, sort)
            return True
        if kind == "depicted":
            self.jobs.pointers.discard(((team, subject), JobRef.parse(team, name)))
            return True
        if kind == "once":
            self.jobs.keys.pop(((team, subject), name), None)
            return True
        if kind == "consent":
            self.jobs.consents.rows.pop((team, subject, name), None)
            return True
        if kind != "job":
            self.jobs.odd.discard(((team, subject), sort))
            return True
        row = self.jobs.rows.get(JobRef(team, subject, name))
        if name in self.unprocessed or (row and trace.seen is not None and _token(row) != trace.seen):
            return False
        if row:
            self.jobs.forget(row)
        for at, linked in trace.linked:
            if linked.startswith("once#"):
                self._delete(Trace((at, linked)))
        return True


def _slice(address: tuple[Place, str]) -> int:
    return ord(address[1][-1]) % SLICES


def _token(row: Job) -> str:
    return row.claim.token if row.claim else ""


class FakePartition:
    """Implements the port `Rows` over the rows of jobs, keys and who is depicted."""

    def __init__(self, jobs: FakeJobs, exports: FakeExports | None = None) -> None:
        self.jobs, self.exports = jobs, exports or FakeExports(jobs.ledger, jobs)

    def of(self, team: str, subject: str) -> Iterator[Row]:
        place = (team, subject)
        yield from (Row(JOBS, job) for ref, job in self.jobs.rows.items() if (ref.team, ref.subject) == place)
        yield from (Row("idempotency_keys") for at, _ in self.jobs.keys if at == place)
        yield from (Row("pictures_of_others") for at, _ in self.jobs.pointers if at == place)
        yield from (Row("consent") for at in self.jobs.consents.rows if at[:2] == place)
        yield from (Row(sort.partition("#")[0]) for at, sort in self.jobs.odd if at == place)
        exports = [row for ref, row in self.exports.rows.items() if (ref.team, ref.subject) == place]
        yield from (Row(EXPORTS, export=export) for export in exports)
        yield from (Row("exporting") for at in self.exports.locks if at == place)
