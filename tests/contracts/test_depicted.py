"""Jobs of others that depict a subject, as a store that an erasure must reach."""

from typing import Any

import pytest

from functions.core.job import Job
from functions.core.ports import Once
from functions.core.store_ports import Trace
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.hooks import answering
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    everything,
)

THIRD = "s" * 31 + "u"


@pytest.fixture
def job(backend: Backend) -> Job:
    """A job of SUBJECT that depicts OTHER and THIRD, with a key, a file and an unfinished upload."""
    made = a_job(depicted=(OTHER, THIRD))
    backend.jobs.create(made, Once("key", "digest", made.ref.job))
    backend.bucket().write(str(made.key), b"a file")
    backend.bucket().start_upload(str(made.key))
    return made


def _left(backend: Backend, job: Job) -> list[object]:
    """What is still there of a job."""
    rows = [backend.jobs.get(job.ref), backend.jobs.once(TEAM, SUBJECT, "key")]
    found: list[object] = [row for row in rows if row]
    found += [backend.bucket().read(str(job.key))] if backend.bucket().read(str(job.key)) else []
    for subject in (OTHER, THIRD):
        found += everything(backend.depicted, subject)
    return found + everything(backend.bucket().uploads)


def test_the_whole_job_goes_with_its_objects_its_key_and_all_that_points_to_it(
    backend: Backend, job: Job
) -> None:
    """Promise 5."""
    assert len(_left(backend, job)) == 6
    assert backend.depicted.delete(everything(backend.depicted, OTHER)) == 0
    assert _left(backend, job) == []


def test_the_own_rows_of_a_user_go_with_all_that_points_to_them(backend: Backend, job: Job) -> None:
    """Promise 5: nothing stays in the partitions of who is depicted."""
    assert backend.rows.delete(everything(backend.rows)) == 0
    for subject in (OTHER, THIRD):
        assert everything(backend.depicted, subject) == []
    assert backend.jobs.get(job.ref) is None


def test_who_is_depicted_has_no_rows_of_his_own_by_that(backend: Backend, job: Job) -> None:
    """A job of somebody else is found by one store, and counted once."""
    assert job.depicted == (OTHER, THIRD)
    assert everything(backend.rows, OTHER) == []
    assert len(everything(backend.depicted, OTHER)) == 1
    assert everything(backend.depicted, SUBJECT) == []


def test_other_jobs_other_teams_and_the_own_jobs_of_the_depicted_stay(backend: Backend, job: Job) -> None:
    """Promise 7."""
    kept = [
        a_job(depicted=(THIRD,)),
        a_job(OTHER, depicted=(SUBJECT,)),
        a_job(team=OTHER_TEAM, depicted=(OTHER,)),
        a_job(THIRD),
    ]
    for other in kept:
        backend.jobs.create(other, Once("key of another", "digest", other.ref.job))
        backend.bucket().write(str(other.key), b"a file")
        backend.bucket().start_upload(str(other.key))
    assert backend.depicted.delete(everything(backend.depicted, OTHER)) == 0
    assert backend.jobs.get(job.ref) is None
    assert [backend.jobs.get(other.ref) for other in kept] == kept
    assert [backend.bucket().read(str(other.key)) for other in kept] == [b"a file"] * 4
    assert len(everything(backend.bucket().uploads)) == 1
    assert backend.jobs.once(TEAM, SUBJECT, "key of another")
    assert len(everything(backend.depicted, THIRD)) == 1
    assert len(everything(backend.depicted, OTHER, OTHER_TEAM)) == 1


def test_a_job_that_a_masker_holds_tells_its_lease_and_keeps_its_row_until_then(
    backend: Backend, job: Job
) -> None:
    """Promise 5: what the masker may still put would stand under somebody else's prefix."""
    backend.jobs.claim(job, a_claim(), NOW)
    found = everything(backend.depicted, OTHER)
    assert [trace.busy_until for trace in found] == [LATER]
    backend.clock.now = NOW
    assert backend.depicted.delete(found) == 1
    assert backend.jobs.get(job.ref) is not None
    assert backend.bucket().read(str(job.key)) is None
    backend.clock.now = LATER
    assert backend.depicted.delete(found) == 0
    assert _left(backend, job) == []


def test_a_job_that_was_closed_holds_nobody_up(backend: Backend, job: Job) -> None:
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEPT)
    assert [trace.busy_until for trace in everything(backend.depicted, OTHER)] == [None]


def test_what_is_already_gone_is_no_failure(backend: Backend, job: Job) -> None:
    found = everything(backend.depicted, OTHER)
    assert backend.depicted.delete(found) == 0
    assert backend.depicted.delete(found) == 0
    assert backend.rows.delete([Trace((f"{TEAM}#{SUBJECT}", f"job#{job.ref.job}"))]) == 0


def test_a_pointer_whose_job_is_gone_goes_too(moto: MotoBackend) -> None:
    """No way leads there, but if it were so, no erasure may stumble over it."""
    job = a_job(depicted=(OTHER,))
    moto.jobs.create(job)
    key: Any = {"pk": {"S": f"{TEAM}#{SUBJECT}"}, "sk": {"S": f"job#{job.ref.job}"}}
    moto.cloud.dynamodb.delete_item(TableName=moto.table, Key=key)
    assert len(everything(moto.depicted, OTHER)) == 1
    assert moto.depicted.delete(everything(moto.depicted, OTHER)) == 0
    assert everything(moto.depicted, OTHER) == []


def test_every_version_and_marker_of_such_a_job_goes(
    backend: Backend, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = backend.bucket()
    bucket.switch_versioning_on()
    for text in (b"second", b"third"):
        bucket.write(str(job.key), text)
    bucket.objects.delete(str(job.key))
    assert len(everything(bucket.versions)) == 4
    assert backend.depicted.delete(everything(backend.depicted, OTHER)) == 0
    assert everything(bucket.versions) == []


def test_small_pages_hold_every_job_once(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.small_pages(monkeypatch, 2)
    for _ in range(5):
        backend.jobs.create(a_job(depicted=(OTHER, THIRD)))
        backend.jobs.create(a_job(OTHER))
    assert len({trace.address for trace in everything(backend.depicted, OTHER)}) == 5
    assert len({trace.address for trace in everything(backend.rows, OTHER)}) == 5


def test_an_object_that_stays_keeps_the_row(moto: MotoBackend) -> None:
    """Promise 7: DeleteObjects answers 200 with the errors inside."""
    job = a_job(depicted=(OTHER,))
    moto.jobs.create(job)
    moto.bucket().write(str(job.key), b"a file")
    errors = [{"Key": str(job.key), "Code": "AccessDenied"}]
    with answering(moto.cloud.s3, "DeleteObjects", lambda _params: {"Errors": errors}):
        assert moto.depicted.delete(everything(moto.depicted, OTHER)) == 1
    assert moto.jobs.get(job.ref) == job
    assert len(everything(moto.depicted, OTHER)) == 1


def test_a_page_is_small_enough_for_the_time_of_a_worker(moto: MotoBackend) -> None:
    """Each job takes a dozen calls, and time is looked at between pages."""
    with answering(moto.cloud.dynamodb, "Query", lambda _params: {"Items": []}) as asked:
        assert everything(moto.depicted, OTHER) == []
    assert '"Limit": 100' in asked[0]["body"].decode()
