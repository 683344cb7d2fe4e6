"""One job alone as a reach: its row, its objects, its tombstone, and nothing of its neighbours."""

from dataclasses import replace

import pytest

from functions.core.erasure import COMPLETED, Look
from functions.core.errors import Tombstoned
from functions.core.names import JobRef
from functions.core.ports import Once
from functions.core.reach import Reach
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.making import (
    LATER,
    NOW,
    OTHER,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    a_job_erasure,
    an_erasure,
    everything,
)


def reach_of(ref: JobRef) -> Reach:
    return Reach(ref.team, ref.subject, ref.job)


def test_a_job_goes_with_its_key_and_who_is_depicted_and_its_neighbour_stays(backend: Backend) -> None:
    """Promise 7."""
    job, neighbour = a_job(depicted=(OTHER,)), a_job(depicted=(OTHER,))
    backend.jobs.create(job, Once("key", "digest", job.ref.job))
    backend.jobs.create(neighbour)
    page = backend.rows.find(reach_of(job.ref))
    assert len(page.traces) == 1
    assert backend.rows.delete(page.traces) == 0
    assert backend.jobs.get(job.ref) is None
    assert backend.jobs.once(TEAM, SUBJECT, "key") is None
    assert backend.jobs.get(neighbour.ref) == neighbour
    assert [trace.address[1] for trace in everything(backend.depicted, OTHER)] == [neighbour.ref.id]
    assert backend.rows.find(reach_of(job.ref)).traces == []
    assert backend.depicted.find(reach_of(job.ref)).traces == []


@pytest.mark.parametrize("claimed", [False, True], ids=["never_claimed", "claimed_before"])
def test_a_row_that_was_claimed_since_it_was_read_stays_to_be_met_again(
    backend: Backend, claimed: bool
) -> None:
    """Promise 5: else nobody would know of the lease."""
    job, other = a_job(), a_job()
    for each in (job, other):
        backend.jobs.create(each)
    if claimed:
        backend.jobs.claim(job, a_claim(token="token-a"), NOW)
    seen = [trace for ref in (job.ref, other.ref) for trace in backend.rows.find(reach_of(ref)).traces]
    backend.jobs.claim(job, a_claim(token="token-b"), LATER)
    assert backend.rows.delete(seen) == 1
    assert backend.jobs.get(other.ref) is None
    (trace,) = backend.rows.find(reach_of(job.ref)).traces
    assert trace.busy_until == LATER
    assert backend.rows.delete([trace]) == 0
    assert backend.rows.delete([trace]) == 0  # twice is harmless
    assert backend.jobs.get(job.ref) is None


def test_the_objects_of_a_job_are_found_and_not_those_of_another(backend: Backend) -> None:
    bucket, job, other = backend.bucket(), a_job(), a_job()
    for each in (job, other):
        bucket.write(str(each.key), b"a file")
        bucket.start_upload(str(each.key))
    for store in (bucket.versions, bucket.uploads):
        page = store.find(reach_of(job.ref))
        assert [trace.address[0] for trace in page.traces] == [str(job.key)]
        assert store.delete(page.traces) == 0
    assert bucket.read(str(job.key)) is None
    assert bucket.read(str(other.key)) == b"a file"


def test_the_tombstone_of_a_job_is_its_own(backend: Backend) -> None:
    ref = a_job().ref
    erasure = a_job_erasure(ref)
    backend.ledger.begin(erasure)
    assert backend.ledger.tombstone(TEAM, SUBJECT, ref.job) == erasure.id
    assert backend.ledger.tombstone(TEAM, SUBJECT) is None
    assert backend.ledger.tombstone(TEAM, SUBJECT, a_job().ref.job) is None
    with pytest.raises(Tombstoned):
        backend.ledger.begin(a_job_erasure(ref))
    backend.ledger.begin(an_erasure())


def test_the_erasure_of_a_job_ends_no_epoch(backend: Backend) -> None:
    erasure = a_job_erasure(a_job().ref)
    backend.ledger.begin(erasure)
    backend.ledger.complete(erasure.ended(COMPLETED, NOW))
    assert backend.ledger.get(TEAM, erasure.id) == erasure.ended(COMPLETED, NOW)


def test_where_a_look_is_comes_back_as_it_was_saved(moto: MotoBackend) -> None:
    """Promise 7: the place in a listing is what a store gave."""
    erasure = an_erasure()
    moto.ledger.begin(erasure)
    for after in (
        {"pk": {"S": "a"}, "sk": {"S": "b"}},
        {"KeyMarker": "a/b", "VersionIdMarker": "null"},
        {"KeyMarker": "a/b"},
    ):
        erasure = moto.ledger.save(replace(erasure, look=Look(LATER, 3, 2, after)))
        assert moto.ledger.get(TEAM, erasure.id) == erasure
