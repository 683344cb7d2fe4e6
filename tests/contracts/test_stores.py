from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.aws.stores import S3Versions
from functions.core.names import subject_prefix
from functions.core.reach import Reach
from functions.core.store_ports import Store
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend, Bucket
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
    pages,
)

Fill = Callable[[Backend, str, str], None]


def _row(backend: Backend, subject: str, team: str) -> None:
    backend.jobs.create(a_job(subject, team))


def _file(backend: Backend, subject: str, team: str) -> None:
    backend.bucket().write(str(a_job(subject, team).key), b"a file")


def _upload(backend: Backend, subject: str, team: str) -> None:
    backend.bucket().start_upload(str(a_job(subject, team).key))


class Case:
    """A store, and how something comes into it."""

    def __init__(self, store: Store, fill: Fill, backend: Backend) -> None:
        self.store, self._fill, self._backend = store, fill, backend

    def fill(self, subject: str = SUBJECT, team: str = TEAM) -> None:
        """Store one more thing of a subject."""
        self._fill(self._backend, subject, team)


@pytest.fixture
def bucket(backend: Backend) -> Bucket:
    """The bucket, once per test."""
    return backend.bucket()


@pytest.fixture(params=["rows", "versions", "uploads"])
def case(request: pytest.FixtureRequest, backend: Backend, bucket: Bucket) -> Case:
    """Each store in turn."""
    known = {
        "rows": (backend.rows, _row),
        "versions": (bucket.versions, _file),
        "uploads": (bucket.uploads, _upload),
    }
    return Case(*known[request.param], backend)


def test_a_store_without_anything_has_one_empty_page(case: Case) -> None:
    assert pages(case.store) == [[]]


def test_all_of_a_subject_is_found_and_goes(case: Case) -> None:
    for _ in range(3):
        case.fill()
    found = everything(case.store)
    assert len({trace.address for trace in found}) == 3
    assert case.store.delete(found) == 0
    assert everything(case.store) == []


def test_nothing_of_another_subject_or_team_is_found(case: Case) -> None:
    """Promise 7: a pseudonym that begins like another, and the same one in another team, are others."""
    case.fill(OTHER)
    case.fill(SUBJECT, OTHER_TEAM)
    assert everything(case.store) == []
    assert len(everything(case.store, OTHER)) == 1
    assert len(everything(case.store, SUBJECT, OTHER_TEAM)) == 1


def test_a_subject_never_matches_one_whose_name_goes_on(backend: Backend, bucket: Bucket) -> None:
    """Promise 7: ``u1`` never matches ``u1x``, even if a prefix were all that is compared."""
    bucket.write(f"{TEAM}/{SUBJECT}x/job/identity", b"a file")
    bucket.start_upload(f"{TEAM}/{SUBJECT}x/job/identity")
    backend.jobs.create(a_job(f"{SUBJECT}x"))
    for store in (bucket.versions, bucket.uploads, backend.rows):
        assert everything(store) == []


def test_small_pages_hold_everything_once(
    case: Case, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.small_pages(monkeypatch, 2)
    for _ in range(5):
        case.fill()
        case.fill(OTHER)
    found = everything(case.store)
    assert len(found) == 5
    assert len({trace.address for trace in found}) == 5


def test_pages_go_on_while_what_they_showed_is_deleted(
    case: Case, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.small_pages(monkeypatch, 2)
    for _ in range(5):
        case.fill()
    # S3 goes on behind a version that is gone; moto does not find its place again, and shows the rest of
    # the list at the next look.
    looks = 3 if isinstance(case.store, S3Versions) else 1
    for _ in range(looks):
        page = case.store.find(Reach(TEAM, SUBJECT))
        case.store.delete(page.traces)
        while page.after is not None:
            page = case.store.find(Reach(TEAM, SUBJECT), page.after)
            if page.traces:
                case.store.delete(page.traces)
    assert everything(case.store) == []


def test_deleting_what_is_already_gone_is_no_failure(case: Case) -> None:
    case.fill()
    found = everything(case.store)
    assert case.store.delete(found) == 0
    assert case.store.delete(found) == 0


def test_deleting_nothing_of_others(case: Case) -> None:
    case.fill()
    case.fill(OTHER)
    case.store.delete(everything(case.store))
    assert len(everything(case.store, OTHER)) == 1


def test_versions_of_before_and_after_versioning_and_markers_all_go(
    backend: Backend, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 5: every version and delete marker, should somebody switch versioning on."""
    first, second = str(a_job().key), str(a_job().key)
    bucket.write(first, b"before versioning")
    bucket.switch_versioning_on()
    bucket.write(first, b"a second version")
    bucket.write(second, b"another file")
    bucket.objects.delete(first)
    bucket.objects.delete(second)
    assert bucket.read(first) is None
    backend.small_pages(monkeypatch, 2)
    seen = pages(bucket.versions)
    assert sum(len(page) for page in seen) == 5
    assert max(len(page) for page in seen) == 2
    for page in seen:
        assert bucket.versions.delete(page) == 0
    assert everything(bucket.versions) == []


def test_more_than_a_thousand_objects_come_in_pages_that_one_call_can_delete(
    backend: Backend, bucket: Bucket
) -> None:
    for number in range(1002):
        bucket.write(f"{subject_prefix(TEAM, SUBJECT)}{number:04}/identity", b"")
    seen = pages(bucket.versions)
    assert [len(page) for page in seen] == [1000, 2]
    assert [bucket.versions.delete(page) for page in seen] == [0, 0]
    assert everything(bucket.versions) == []


def test_more_rows_than_a_batch_takes_all_go(backend: Backend) -> None:
    for _ in range(53):
        backend.jobs.create(a_job())
    assert backend.rows.delete(everything(backend.rows)) == 0
    assert everything(backend.rows) == []


def test_a_row_that_a_masker_holds_tells_when_its_lease_ends(backend: Backend) -> None:
    held, awaiting, closed, returned = (a_job() for _ in range(4))
    for job in (held, awaiting, closed, returned):
        backend.jobs.create(job)
    for job in (held, closed, returned):
        backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(closed, a_claim(), DONE_OUTCOME, NOW, KEPT)
    backend.jobs.give_back(returned, a_claim())
    leases = [trace.busy_until for trace in everything(backend.rows)]
    assert sorted(leases, key=str) == sorted([LATER, None, None, None], key=str)


def test_the_rows_of_teams_and_clients_are_nobodys_subject(moto: MotoBackend) -> None:
    assert everything(moto.rows, "client", "client-of-a-backend") == []
    assert moto.teams.of_client("client-of-a-backend") == TEAM


def test_what_the_store_says_of_an_open_lease_survives_the_etag_of_another_file(backend: Backend) -> None:
    job = a_job()
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    longer = replace(a_claim("etag-b", "token-b"), until=LATER + (LATER - NOW))
    backend.jobs.claim(job, longer, LATER)
    assert [trace.busy_until for trace in everything(backend.rows)] == [longer.until]
