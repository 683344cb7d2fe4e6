"""What was said of jobs, in their rows; fake and DynamoDB alike."""

import pytest

from functions.core.errors import Conflict, Tombstoned
from functions.core.job import Job
from functions.core.region import Box
from functions.core.report import ANYBODY, MISSED, THAT_IS_ME, Report
from tests.contracts.backends import Backend
from tests.contracts.making import DONE_OUTCOME, KEPT, LATER, NOW, a_claim, a_job, an_erasure

DRAWN = Report(MISSED, "user", NOW, (Box(0.1, 0.2, 0.3, 0.4),))
OTHER = Report(THAT_IS_ME, ANYBODY, LATER)


def _done(backend: Backend) -> Job:
    job = a_job()
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEPT)
    return _now(backend, job)


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def test_what_was_said_is_kept_and_of_two_at_once_one_has_to_look_again(backend: Backend) -> None:
    job = _done(backend)
    backend.reports.record(job, (DRAWN,))
    assert _now(backend, job).reports == (DRAWN,)
    with pytest.raises(Conflict):
        backend.reports.record(job, (OTHER,))
    with pytest.raises(Conflict):
        backend.reports.withdraw(job, LATER, KEPT, held_result=True, reports=(OTHER,))
    backend.reports.withdraw(_now(backend, job), LATER, KEPT, held_result=True, reports=(DRAWN, OTHER))
    reported = _now(backend, job)
    assert (reported.state, reported.reports) == ("review", (DRAWN, OTHER))
    with pytest.raises(Conflict):
        backend.reports.record(job, (DRAWN,))  # it is not done any more


def test_nothing_is_said_of_who_is_erased(backend: Backend) -> None:
    job = _done(backend)
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.reports.record(job, (DRAWN,))
