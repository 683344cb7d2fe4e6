from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.errors import Conflict, LeaseOpen, Tombstoned
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, MASKING, REJECTED, Claim, Job, Outcome
from tests.contracts.backends import Backend
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    TEAM,
    a_claim,
    a_job,
    an_erasure,
)

MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def job(backend: Backend) -> Job:
    """A job that awaits its upload."""
    made = a_job()
    backend.jobs.create(made)
    return made


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def test_a_new_job_comes_back_as_it_was_written(backend: Backend, job: Job) -> None:
    assert backend.jobs.get(job.ref) == job


def test_a_job_that_never_was_is_none(backend: Backend) -> None:
    assert backend.jobs.get(a_job().ref) is None


@pytest.mark.parametrize(
    "change", [{"team": OTHER_TEAM}, {"subject": OTHER}], ids=["other_team", "other_subject"]
)
def test_a_job_is_reached_by_its_own_team_and_subject_alone(
    backend: Backend, job: Job, change: dict[str, str]
) -> None:
    """Promise 10: the same job id under another team leads nowhere."""
    assert backend.jobs.get(replace(job.ref, **change)) is None


def test_the_same_job_is_not_written_twice(backend: Backend, job: Job) -> None:
    with pytest.raises(Conflict) as raised:
        backend.jobs.create(job)
    assert type(raised.value) is Conflict


def test_a_claim_is_stored_with_its_file_its_token_and_its_lease(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    assert _now(backend, job) == replace(job, state=MASKING, claim=a_claim())


def test_a_second_claim_inside_the_lease_meets_lease_open(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, a_claim(token="token-b"), LATER - MOMENT)
    assert _now(backend, job).claim == a_claim()


def test_when_the_lease_is_over_the_job_is_claimed_again(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    second = a_claim("etag-b", "token-b", LATER + timedelta(seconds=60))
    backend.jobs.claim(job, second, LATER)
    assert _now(backend, job).claim == second


@pytest.mark.parametrize("state", [DONE, REJECTED])
def test_a_closed_job_is_not_claimed(backend: Backend, job: Job, state: str) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), Outcome(state), NOW, KEPT)
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, a_claim(token="token-b"), LATER + timedelta(days=1))


def test_a_job_without_a_row_is_not_claimed_and_gets_no_row(backend: Backend) -> None:
    gone = a_job()
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(gone, a_claim(), NOW)
    assert backend.jobs.get(gone.ref) is None


def test_a_claim_given_back_lets_the_next_file_claim_at_once(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.give_back(job, a_claim())
    assert _now(backend, job).state == AWAITING_UPLOAD
    second = a_claim("etag-b", "token-b")
    backend.jobs.claim(job, second, NOW)
    assert _now(backend, job).claim == second


def test_what_was_claimed_once_says_so_after_it_was_given_back(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.give_back(job, a_claim())
    assert _now(backend, job).claim == a_claim()


@pytest.mark.parametrize(
    "outcome",
    [
        pytest.param(DONE_OUTCOME, id="done"),
        pytest.param(Outcome(REJECTED, "truncated"), id="rejected_without_a_picture"),
        pytest.param(replace(DONE_OUTCOME, state="review", reason="nothing_found", regions=()), id="review"),
    ],
)
def test_an_outcome_comes_back_as_it_was_closed(backend: Backend, job: Job, outcome: Outcome) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), outcome, NOW, KEPT)
    closed = _now(backend, job)
    assert (closed.state, closed.outcome, closed.closed_at) == (outcome.state, outcome, NOW)


def _close(backend: Backend, job: Job, claim: Claim) -> None:
    backend.jobs.close(job, claim, DONE_OUTCOME, NOW, KEPT)


def _give_back(backend: Backend, job: Job, claim: Claim) -> None:
    backend.jobs.give_back(job, claim)


def _claim(backend: Backend, job: Job, claim: Claim) -> None:
    backend.jobs.claim(job, replace(claim, token="token-c"), LATER)


def _fail(backend: Backend, job: Job, claim: Claim) -> None:
    backend.jobs.fail(job, claim.etag, LATER, KEPT)


Write = Callable[[Backend, Job, Claim], None]
ENDS: list[Write] = [_close, _give_back]
WRITES: list[Write] = [*ENDS, _claim, _fail]


@pytest.mark.parametrize("write", ENDS)
def test_a_stolen_lease_can_end_nothing(backend: Backend, job: Job, write: Write) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    thief = a_claim("etag-a", "token-b", LATER + timedelta(seconds=60))
    backend.jobs.claim(job, thief, LATER)
    with pytest.raises(Conflict) as raised:
        write(backend, job, a_claim())
    assert type(raised.value) is Conflict
    assert _now(backend, job) == replace(job, state=MASKING, claim=thief)


@pytest.mark.parametrize("write", ENDS)
def test_what_was_ended_once_is_not_ended_again(backend: Backend, job: Job, write: Write) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    write(backend, job, a_claim())
    with pytest.raises(Conflict):
        write(backend, job, a_claim())


@pytest.mark.parametrize("write", WRITES)
def test_a_job_that_was_erased_is_not_written_back(backend: Backend, write: Write) -> None:
    """Promise 6: an update of a row that is gone makes no row."""
    gone = a_job()
    with pytest.raises(Conflict):
        write(backend, gone, a_claim())
    assert backend.jobs.get(gone.ref) is None


@pytest.mark.parametrize("write", WRITES)
def test_a_tombstone_stands_before_every_write_to_a_job(backend: Backend, job: Job, write: Write) -> None:
    """Promise 6: each handler asks the tombstone before each write."""
    backend.jobs.claim(job, a_claim(), NOW)
    before = _now(backend, job)
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        write(backend, job, a_claim())
    assert _now(backend, job) == before


def test_a_tombstone_stands_before_a_new_job(backend: Backend) -> None:
    backend.ledger.begin(an_erasure())
    job = a_job()
    with pytest.raises(Tombstoned):
        backend.jobs.create(job)
    assert backend.jobs.get(job.ref) is None


@pytest.mark.parametrize(
    ("subject", "team"), [(OTHER, TEAM), ("s" * 32, OTHER_TEAM)], ids=["other_subject", "other_team"]
)
def test_a_tombstone_stands_before_nobody_else(backend: Backend, job: Job, subject: str, team: str) -> None:
    backend.ledger.begin(an_erasure(subject, team))
    backend.jobs.claim(job, a_claim(), NOW)
    assert _now(backend, job).state == MASKING


def test_a_job_never_claimed_can_fail_and_says_with_which_file(backend: Backend, job: Job) -> None:
    backend.jobs.fail(job, "etag-a", NOW, KEPT)
    failed = _now(backend, job)
    assert (failed.state, failed.closed_at) == (FAILED, NOW)
    assert failed.claim is not None
    assert failed.claim.etag == "etag-a"
    assert failed.outcome == Outcome(FAILED, "retries_exhausted")


def test_a_job_whose_lease_is_over_can_fail(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.fail(job, "etag-a", LATER, KEPT)
    assert _now(backend, job).state == FAILED


@pytest.mark.parametrize(
    ("etag", "after"),
    [("etag-a", -MOMENT), ("etag-b", timedelta(0))],
    ids=["lease_open", "claimed_for_another_file"],
)
def test_a_job_does_not_fail_while_a_masker_may_still_end_it(
    backend: Backend, job: Job, etag: str, after: timedelta
) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    with pytest.raises(Conflict):
        backend.jobs.fail(job, etag, LATER + after, KEPT)
    assert _now(backend, job).state == MASKING


def test_a_closed_job_does_not_fail(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEPT)
    with pytest.raises(Conflict):
        backend.jobs.fail(job, "etag-a", LATER, KEPT)
    assert _now(backend, job).state == DONE
