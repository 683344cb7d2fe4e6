"""Idempotency keys, and the moves of a job that came with retries and the sweeper."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.errors import Conflict, Repeated, Tombstoned
from functions.core.job import AWAITING_UPLOAD, EXPIRED, FAILED, Job, Outcome
from functions.core.ports import Once
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.making import (
    DONE_OUTCOME,
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    an_erasure,
    everything,
)

DAY = timedelta(days=1)
MOMENT = timedelta(milliseconds=1)


def _once(job: Job, key: str = "key") -> Once:
    return Once(key, "digest", job.ref.job)


def test_a_key_tells_its_request_and_its_job(backend: Backend) -> None:
    job = a_job()
    backend.jobs.create(job, _once(job))
    assert backend.jobs.once(TEAM, SUBJECT, "key") == _once(job)
    assert backend.jobs.get(job.ref) == job


@pytest.mark.parametrize(
    ("team", "subject", "key"),
    [(TEAM, SUBJECT, "other"), (TEAM, OTHER, "key"), (OTHER_TEAM, SUBJECT, "key")],
    ids=["key", "subject", "team"],
)
def test_another_key_subject_or_team_is_another(backend: Backend, team: str, subject: str, key: str) -> None:
    """Promise 10."""
    job, other = a_job(), a_job(subject, team)
    backend.jobs.create(job, _once(job))
    assert backend.jobs.once(team, subject, key) is None
    backend.jobs.create(other, _once(other, key))
    assert backend.jobs.once(team, subject, key) == _once(other, key)


def test_a_key_that_was_used_makes_no_job(backend: Backend) -> None:
    job, second = a_job(), a_job(depicted=(OTHER,))
    backend.jobs.create(job, _once(job))
    with pytest.raises(Repeated):
        backend.jobs.create(second, _once(second))
    assert backend.jobs.get(second.ref) is None
    assert everything(backend.depicted, OTHER) == []
    assert backend.jobs.once(TEAM, SUBJECT, "key") == _once(job)


def test_a_tombstone_comes_before_a_key_that_was_used(backend: Backend) -> None:
    job, second = a_job(), a_job()
    backend.jobs.create(job, _once(job))
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.jobs.create(second, _once(second))


def test_a_key_is_new_after_a_day_even_if_its_row_is_still_there(backend: Backend) -> None:
    """DynamoDB deletes late what has expired."""
    job = a_job()
    backend.jobs.create(job, _once(job))
    early, late = a_job(at=NOW + DAY - timedelta(seconds=1)), a_job(at=NOW + DAY)
    with pytest.raises(Repeated):
        backend.jobs.create(early, _once(early))
    backend.jobs.create(late, _once(late))
    assert backend.jobs.once(TEAM, SUBJECT, "key") == _once(late)


def test_a_key_has_an_end_and_a_job_has_none(moto: MotoBackend) -> None:
    job = a_job()
    moto.jobs.create(job, _once(job))
    items = moto.cloud.dynamodb.scan(TableName=moto.table)["Items"]
    ends = {item["sk"]["S"].split("#")[0]: item.get("ttl") for item in items}
    assert ends["once"] == {"N": str(int((NOW + DAY).timestamp()))}
    assert ends["job"] is None


def test_keys_are_rows_of_their_subject_and_go_with_it(backend: Backend) -> None:
    """Promise 5: idempotency records."""
    for number in range(3):
        job = a_job()
        backend.jobs.create(job, _once(job, f"key {number}"))
    found = everything(backend.rows)
    assert len(found) == 6
    assert backend.rows.delete(found) == 0
    assert backend.jobs.once(TEAM, SUBJECT, "key 1") is None


@pytest.fixture
def due(backend: Backend) -> Job:
    """A job that awaits its upload until LATER."""
    job = a_job(due_at=LATER)
    backend.jobs.create(job)
    return job


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def test_everything_that_was_asked_for_comes_back(backend: Backend) -> None:
    job = a_job(reference="r", content_md5="m", depicted=(OTHER,), due_at=LATER, size=17)
    backend.jobs.create(job)
    assert backend.jobs.get(job.ref) == job


def test_a_job_is_expired_when_it_is_due_and_not_before(backend: Backend, due: Job) -> None:
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER - MOMENT)
    backend.jobs.expire(due, LATER)
    expired = _now(backend, due)
    assert (expired.state, expired.closed_at) == (EXPIRED, LATER)
    assert expired.outcome == Outcome(EXPIRED, "no_upload")
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER)


def test_a_job_that_is_never_due_is_not_expired(backend: Backend) -> None:
    job = a_job()
    backend.jobs.create(job)
    with pytest.raises(Conflict):
        backend.jobs.expire(job, LATER)


def test_a_job_that_was_claimed_is_not_expired_and_one_given_back_is(backend: Backend, due: Job) -> None:
    backend.jobs.claim(due, a_claim(), NOW)
    with pytest.raises(Conflict):
        backend.jobs.expire(due, LATER)
    backend.jobs.give_back(_now(backend, due), a_claim())
    backend.jobs.expire(_now(backend, due), LATER)
    assert _now(backend, due).state == EXPIRED


def test_a_failed_job_is_opened_again_as_it_was(backend: Backend, due: Job) -> None:
    backend.jobs.fail(due, "etag-a", NOW)
    backend.jobs.reopen(_now(backend, due))
    opened = _now(backend, due)
    assert (opened.state, opened.outcome, opened.closed_at) == (AWAITING_UPLOAD, None, None)
    assert opened.due_at == due.due_at
    backend.jobs.claim(opened, a_claim(), NOW)
    backend.jobs.close(opened, a_claim(), DONE_OUTCOME, NOW)
    assert _now(backend, due).outcome == DONE_OUTCOME


@pytest.mark.parametrize("expired", [False, True], ids=["awaiting", "expired"])
def test_only_a_failed_job_is_opened_again(backend: Backend, due: Job, expired: bool) -> None:
    if expired:
        backend.jobs.expire(due, LATER)
    before = _now(backend, due)
    with pytest.raises(Conflict):
        backend.jobs.reopen(due)
    assert _now(backend, due) == before


def test_a_job_that_was_opened_again_can_fail_again(backend: Backend, due: Job) -> None:
    backend.jobs.fail(due, "etag-a", NOW)
    backend.jobs.reopen(due)
    backend.jobs.fail(due, "etag-a", LATER)
    assert (_now(backend, due).state, _now(backend, due).closed_at) == (FAILED, LATER)


@pytest.mark.parametrize("subject", [SUBJECT, OTHER], ids=["the_user", "somebody_depicted"])
def test_a_tombstone_stands_before_every_write_of_these(backend: Backend, subject: str) -> None:
    """Promise 6: of the user, and of anybody in the picture."""
    failed, due = (a_job(depicted=(OTHER,), due_at=LATER) for _ in range(2))
    for job in (failed, due):
        backend.jobs.create(job)
    backend.jobs.fail(failed, "etag-a", NOW)
    failed = _now(backend, failed)
    backend.ledger.begin(an_erasure(subject))
    with pytest.raises(Tombstoned):
        backend.jobs.reopen(failed)
    with pytest.raises(Tombstoned):
        backend.jobs.expire(due, LATER)
    with pytest.raises(Tombstoned):
        backend.jobs.create(replace(a_job(), depicted=(OTHER,)))
    with pytest.raises(Tombstoned):
        backend.jobs.claim(due, a_claim(), NOW)
    with pytest.raises(Tombstoned):
        backend.jobs.fail(due, "etag-a", NOW)
    assert (_now(backend, failed), _now(backend, due)) == (failed, due)


def test_twenty_depicted_people_fit_into_one_transaction(backend: Backend) -> None:
    """Twenty-one conditions and twenty-two rows; DynamoDB takes a hundred."""
    people = tuple(f"{number:032}" for number in range(20))
    job = a_job(depicted=people)
    backend.jobs.create(job, _once(job))
    assert [len(everything(backend.depicted, person)) for person in people] == [1] * 20
    backend.ledger.begin(an_erasure(people[19]))
    with pytest.raises(Tombstoned):
        backend.jobs.claim(job, a_claim(), NOW)
