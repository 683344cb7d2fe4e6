"""Idempotency keys: a row of their subject, with an end of its own."""

from datetime import timedelta

import pytest

from functions.core.errors import Repeated, Tombstoned
from functions.core.job import Job
from functions.core.ports import Once
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.making import (
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    a_job,
    an_erasure,
    everything,
)

DAY = timedelta(days=1)


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
