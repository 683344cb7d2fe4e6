"""A base table of yesterday in memory, and the way of its rows back into the table of today."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from functions.core.job import Job
from functions.core.names import JobRef
from functions.core.restore import Row
from tests.fakes.consents import FakeConsents
from tests.fakes.jobs import FakeJobs


class FakeBackup:
    """Implements the ports `Backup` and `Target` over the rows of jobs, as they were when it was made."""

    def __init__(self, jobs: FakeJobs) -> None:
        self.jobs, self._rows = jobs, list(_rows(jobs))

    def pages(self, after: object | None) -> Iterator[tuple[Sequence[Row], object | None]]:
        yield self._rows, None

    def job(self, ref: JobRef) -> Job | None:
        return next((row.job for row in self._rows if row.job and row.job.ref == ref), None)

    def lose(self) -> None:
        """What happens before a restore: the table is empty."""
        jobs = self.jobs
        stores: list[Any] = [jobs.rows, jobs.due, jobs.pointers, jobs.keys, jobs.odd, jobs.consents.rows]
        for store in stores:
            store.clear()

    def copy(self, row: Row) -> bool:
        return bool(row.item["put"](row))  # type: ignore[operator]


@dataclass(frozen=True)
class FakeWithdrawals:
    """Implements the port `Withdrawals`."""

    consents: FakeConsents

    def last(self, team: str, subject: str, purpose: str) -> datetime | None:
        proofs = [proof for at, (proof, _) in self.consents.proofs.items() if at[:2] == (team, subject)]
        ended = [each.withdrawn_at for each in proofs if each.purpose == purpose and each.withdrawn_at]
        return max(ended, default=None)


def _rows(jobs: FakeJobs) -> Iterator[Row]:
    for ref, job in jobs.rows.items():
        due = {ref: jobs.due[ref]} if ref in jobs.due else {}
        yield Row(_putting(jobs.rows, ref, job, partial(jobs.due.update, due)), ref.team, ref.subject, job)
    for at, ref in jobs.pointers:
        put = _adding(jobs.pointers, (at, ref))
        yield Row(put, *at, points_to=ref)
    for (at, key), once in jobs.keys.items():
        yield Row(_putting(jobs.keys, (at, key), once), *at, points_to=JobRef(*at, once[0].job))
    for (team, subject, purpose), consent in jobs.consents.rows.items():
        yield Row({"put": _consenting(jobs, purpose)}, team, subject, consent=consent, made=consent.id)
    for at, sort in jobs.odd:
        yield Row(_adding(jobs.odd, (at, sort)), *at, made=sort[-26:])


def _putting(
    store: Any, key: Any, value: Any, then: Callable[[], object] = lambda: None
) -> dict[str, object]:
    def put(_row: Row) -> bool:
        if key in store:
            return False
        store[key] = value
        then()
        return True

    return {"put": put}


def _adding(store: set[Any], value: Any) -> dict[str, object]:
    def put(_row: Row) -> bool:
        new = value not in store
        store.add(value)
        return new

    return {"put": put}


def _consenting(jobs: FakeJobs, purpose: str) -> Callable[[Row], bool]:
    def put(row: Row) -> bool:
        assert row.team
        assert row.subject
        assert row.consent
        key = (row.team, row.subject, purpose)
        if key in jobs.consents.rows:
            return False
        jobs.consents.rows[key] = row.consent
        return True

    return put
