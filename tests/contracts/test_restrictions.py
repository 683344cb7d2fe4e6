"""Restrictions (GDPR Art. 18): the ledger's rows, the walks, and what they do to jobs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.aws.shelf import S3Shelf
from functions.core.errors import Conflict, LeaseOpen, Replaced, Tombstoned
from functions.core.job import AWAITING_UPLOAD, DONE, MASKING, RESTRICTED, REVIEW, Job, Outcome, Release
from functions.core.restriction import Restricted, Restriction, Walk
from tests.contracts.adapters import MotoBackend, MotoBucket
from tests.contracts.backends import Backend
from tests.contracts.hooks import answering, refused
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
    an_entry,
    an_erasure,
)

WISH = Restriction("objection", "self", NOW)
WALK = Walk(TEAM, SUBJECT, "token-a", LATER)


def restrict(backend: Backend, subject: str = SUBJECT) -> Walk:
    walk = replace(WALK, subject=subject)
    backend.restrictions.put(walk, WISH, an_entry(at=NOW))
    return walk


def a_closed_job(backend: Backend, outcome: Outcome = DONE_OUTCOME, depicted: tuple[str, ...] = ()) -> Job:
    job = a_job(due_at=LATER, depicted=depicted)
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), outcome, NOW, KEPT)
    return read(backend, job)


def read(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def test_a_restriction_comes_back_as_it_was_set_and_is_of_one_subject(backend: Backend) -> None:
    """Promise 10."""
    assert backend.restrictions.get(TEAM, SUBJECT) is None
    restrict(backend)
    assert backend.restrictions.get(TEAM, SUBJECT) == WISH
    places = [(TEAM, SUBJECT), (TEAM, OTHER), (OTHER_TEAM, SUBJECT)]
    assert backend.restrictions.restricted(places) == {(TEAM, SUBJECT)}
    assert backend.holds.among(places) == {(TEAM, SUBJECT)}


def test_while_a_walk_is_under_way_no_other_begins(backend: Backend) -> None:
    walk = restrict(backend)
    with pytest.raises(Conflict):
        backend.restrictions.lift(replace(walk, token="token-b"), an_entry(at=NOW))
    assert backend.restrictions.get(TEAM, SUBJECT) == WISH
    backend.restrictions.lift(
        replace(walk, token="token-b", until=LATER + timedelta(seconds=60)), an_entry(at=LATER)
    )
    assert backend.restrictions.get(TEAM, SUBJECT) is None
    for write in (backend.walks.save, backend.walks.end):
        with pytest.raises(Conflict):
            write(walk)


def test_who_is_being_erased_is_not_restricted(backend: Backend) -> None:
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        restrict(backend)


def test_a_walk_is_taken_up_when_its_time_is_over(backend: Backend) -> None:
    walk = restrict(backend)
    shards = range(4)
    assert [one for shard in shards for one in backend.walks.due(shard, NOW)] == []
    backend.walks.save(replace(walk, after="job#a"))
    (due,) = [one for shard in shards for one in backend.walks.due(shard, LATER)]
    assert due == replace(walk, after="job#a")
    mine = replace(due, token="token-c", until=LATER + timedelta(seconds=60))
    backend.walks.take(mine, due, LATER)
    with pytest.raises(Conflict):
        backend.walks.take(replace(mine, token="token-d"), due, LATER)
    backend.walks.end(mine)
    assert [one for shard in shards for one in backend.walks.due(shard, LATER)] == []


def test_a_walk_finds_the_jobs_of_a_user_and_those_that_depict_the_user(backend: Backend) -> None:
    own, of_other = a_job(), a_job(OTHER, depicted=(SUBJECT,))
    for job in (own, of_other, a_job(OTHER)):
        backend.jobs.create(job)
    walk = restrict(backend)
    refs, after = backend.walks.page(walk)
    assert ({ref.id for ref in refs}, after) == ({own.ref.id, of_other.ref.id}, "")


def test_no_job_of_a_restricted_subject_is_made_claimed_or_closed(backend: Backend) -> None:
    job, claimed = a_job(), a_job(OTHER, depicted=(SUBJECT,))
    for each in (job, claimed):
        backend.jobs.create(each)
    backend.jobs.claim(claimed, a_claim(), NOW)
    restrict(backend)
    writes: list[Callable[[], None]] = [
        lambda: backend.jobs.create(a_job()),
        lambda: backend.jobs.claim(job, a_claim(), NOW),
        lambda: backend.jobs.close(claimed, a_claim(), DONE_OUTCOME, NOW, KEPT),
    ]
    for write in writes:
        with pytest.raises(Restricted) as told:
            write()
        assert told.value.subject == SUBJECT
    assert (read(backend, job).state, read(backend, claimed).state) == (AWAITING_UPLOAD, MASKING)


def test_what_is_only_kept_is_claimed_and_then_restricted(backend: Backend) -> None:
    job = a_job(due_at=LATER)
    backend.jobs.create(job)
    restrict(backend)
    backend.jobs.claim(job, a_claim(), NOW, kept=True)
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, a_claim(token="token-b"), NOW, kept=True)
    with pytest.raises(Conflict):
        backend.restricted_jobs.restrict(job, SUBJECT, a_claim(token="token-b"))
    backend.restricted_jobs.restrict(job, SUBJECT, a_claim())
    row = read(backend, job)
    assert (row.state, row.restricted_from, row.claim) == (RESTRICTED, AWAITING_UPLOAD, None)
    later = LATER + timedelta(seconds=1)
    assert [ref for shard in range(4) for ref in backend.due.jobs(shard, later)] == []


def test_a_job_goes_back_to_where_it_was(backend: Backend) -> None:
    for outcome in (DONE_OUTCOME, replace(DONE_OUTCOME, state=REVIEW, reason="nothing_found")):
        job = a_closed_job(backend, outcome)
        walk = restrict(backend)
        backend.restricted_jobs.restrict(job, SUBJECT)
        kept = read(backend, job)
        assert (kept.state, kept.restricted_from) == (RESTRICTED, outcome.state)
        with pytest.raises(Restricted):
            backend.restricted_jobs.lift(kept, NOW, KEPT)
        backend.walks.end(walk)
        backend.restrictions.lift(walk, an_entry(at=NOW))
        backend.restricted_jobs.lift(kept, NOW, KEPT)
        assert read(backend, job) == job
        with pytest.raises(Conflict):
            backend.restricted_jobs.lift(kept, NOW, KEPT)
        backend.walks.end(walk)


def test_what_was_released_is_released_still_when_it_is_lifted(backend: Backend) -> None:
    job = a_closed_job(backend, DONE_OUTCOME)
    again = replace(job, state=REVIEW, closed_at=NOW, release=Release("an-etag", "a-token", reviewed=False))
    backend.remasks.begin(job, again, an_entry())
    walk = restrict(backend)
    backend.restricted_jobs.restrict(read(backend, job), SUBJECT)
    kept = read(backend, job)
    backend.walks.end(walk)
    backend.restrictions.lift(walk, an_entry(at=NOW))
    backend.restricted_jobs.lift(kept, NOW, KEPT)
    assert read(backend, job).release == kept.release == again.release


def test_a_job_that_awaits_its_masker_is_due_again(backend: Backend) -> None:
    job = a_job(due_at=NOW)
    backend.jobs.create(job)
    walk = restrict(backend)
    backend.jobs.claim(job, a_claim(), NOW, kept=True)
    backend.restricted_jobs.restrict(job, SUBJECT, a_claim())
    backend.walks.end(walk)
    backend.restrictions.lift(walk, an_entry(at=NOW))
    backend.restricted_jobs.lift(read(backend, job), LATER, None)
    row = read(backend, job)
    assert (row.state, row.due_at, row.restricted_from) == (AWAITING_UPLOAD, LATER, AWAITING_UPLOAD)
    later = LATER + timedelta(seconds=1)
    assert [ref for shard in range(4) for ref in backend.due.jobs(shard, later)] == [job.ref]


def test_a_job_is_restricted_only_while_the_restriction_stands_and_nobody_is_erased(backend: Backend) -> None:
    job = a_closed_job(backend, depicted=(OTHER,))
    with pytest.raises(Conflict):
        backend.restricted_jobs.restrict(job, SUBJECT)
    walk = restrict(backend)
    backend.ledger.begin(an_erasure(OTHER, person="q" * 32))
    with pytest.raises(Tombstoned):
        backend.restricted_jobs.restrict(job, SUBJECT)
    backend.walks.end(walk)
    assert read(backend, job).state == DONE


def test_files_are_kept_where_no_rule_ends_them_and_come_back(moto: MotoBackend) -> None:
    cloud, job = moto.cloud, a_job()
    originals, held, results = (MotoBucket(cloud.s3, cloud.new_bucket(), cloud.data_key) for _ in range(3))
    shelf = S3Shelf(cloud.s3, originals.name, held.name, results.name, cloud.data_key)
    key, withheld = str(job.key), str(job.key.withheld)
    etag = originals.write(key, b"photo")
    shelf.keep(job.key, etag)
    assert (held.read(key), held.days(key), tags(held, key)) == (b"photo", None, {"hold": "1"})
    with (  # moto takes no notice of it
        answering(cloud.s3, "CopyObject", refused("PreconditionFailed")) as asked,
        pytest.raises(Replaced),
    ):
        shelf.keep(job.key, etag)
    assert asked[0]["headers"]["x-amz-copy-source-if-match"] == f'"{etag}"'
    originals.objects.delete(key)
    with pytest.raises(Replaced):
        shelf.keep(job.key, etag)
    assert shelf.resume(job.key)
    assert originals.read(key) == b"photo"
    held.objects.delete(key)
    assert not shelf.resume(job.key)
    results.objects.put(job.key, b"masked", "image/png", 30)
    for _ in range(2):
        shelf.withhold(job.key)
        assert (results.read(key), held.read(withheld), tags(held, withheld)) == (
            None,
            b"masked",
            {"hold": "1"},
        )
    for _ in range(2):
        shelf.hand_back(job.key, 7)
        assert (results.read(key), results.days(key), held.read(withheld)) == (b"masked", 7, None)


def test_what_a_person_has_to_review_is_pinned_and_dated_again(moto: MotoBackend) -> None:
    cloud, job = moto.cloud, a_job()
    held = MotoBucket(cloud.s3, cloud.new_bucket(), cloud.data_key)
    shelf = S3Shelf(cloud.s3, "none", held.name, "none", cloud.data_key)
    shelf.pin(job.key, None)
    held.objects.put(job.key, b"photo", "image/png", 7)
    shelf.pin(job.key, None)
    assert tags(held, str(job.key)) == {"hold": "1"}
    shelf.pin(job.key, 30)
    assert tags(held, str(job.key)) == {"expire": "30"}


def tags(bucket: MotoBucket, key: str) -> dict[str, str]:
    found = bucket.client.get_object_tagging(Bucket=bucket.name, Key=key)["TagSet"]
    return {tag["Key"]: tag["Value"] for tag in found}
