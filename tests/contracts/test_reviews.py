"""Rows of jobs in review: decisions, claims of what was released, and the audit; fake and DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.audit import REJECTED as WAS_REJECTED
from functions.core.audit import RELEASED, Entry
from functions.core.errors import Conflict, LeaseOpen, Tombstoned
from functions.core.job import DONE, REJECTED, REVIEW, Job, Keep, Outcome, Release
from functions.core.list_jobs import Listing
from functions.core.names import new_id
from functions.core.region import Box
from tests.contracts.backends import TEAM, Backend
from tests.contracts.making import LATER, NOW, a_claim, a_job, an_erasure, everything

KEEP = Keep(NOW + timedelta(days=9), NOW + timedelta(days=2))
RELEASE = Release("etag-held", "word-a", (Box(0.1, 0.2, 0.3, 0.4),))
SECOND = timedelta(seconds=1)


def _entry(job: Job, action: str = RELEASED) -> Entry:
    return Entry(new_id(NOW), TEAM, NOW, "ada", action, on=job.ref.job)


def _waiting(backend: Backend) -> Job:
    """A job in review."""
    job = a_job()
    backend.jobs.create(job)
    claim = a_claim()
    backend.jobs.claim(job, claim, NOW)
    backend.jobs.close(job, claim, Outcome(REVIEW, "in_confidence_band"), NOW, KEEP)
    return _now(backend, job)


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def _released(backend: Backend, release: Release = RELEASE) -> Job:
    job = _waiting(backend)
    backend.reviews.release(job, release, _entry(job))
    return _now(backend, job)


def test_a_release_is_remembered_with_its_entry_and_claimed_once(backend: Backend) -> None:
    job = _released(backend)
    assert (job.state, job.release, job.keep) == (REVIEW, RELEASE, KEEP)
    assert [(entry.action, entry.on) for entry in backend.audit(TEAM)] == [(RELEASED, job.ref.job)]
    claim = a_claim("etag-held", "token-b", LATER)
    backend.jobs.claim(job, claim, NOW)
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, a_claim("etag-held", "token-c", LATER), NOW)
    (trace,) = everything(backend.rows)
    assert trace.busy_until == LATER
    with pytest.raises(Conflict):
        backend.reviews.release(job, RELEASE, _entry(job))
    with pytest.raises(Conflict):
        backend.reviews.reject(job, replace(job, state=REJECTED, keep=Keep(KEEP.record)), _entry(job))
    keep = Keep(KEEP.record, NOW + timedelta(days=5))
    backend.jobs.close(job, claim, Outcome(DONE), NOW, keep)
    done = _now(backend, job)
    assert (done.state, done.release, done.keep) == (DONE, RELEASE, keep)
    assert done.outcome is not None
    assert done.outcome.reason is None
    assert len(backend.audit(TEAM)) == 1


def test_what_is_not_verified_is_in_review_again_without_the_release(backend: Backend) -> None:
    job = _released(backend)
    claim = a_claim("etag-held", "token-b", LATER)
    backend.jobs.claim(job, claim, NOW)
    backend.jobs.close(job, claim, Outcome(REVIEW, "verification_failed"), NOW, KEEP)
    again = _now(backend, job)
    assert (again.state, again.release, again.keep) == (REVIEW, None, KEEP)
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, claim, LATER + SECOND)


def test_an_older_word_claims_nothing(backend: Backend) -> None:
    job = _released(backend)
    backend.reviews.release(job, replace(RELEASE, token="word-b", added=()), _entry(job))
    with pytest.raises(LeaseOpen):
        backend.jobs.claim(job, a_claim("etag-held", "token-b", LATER), NOW)


def test_what_is_rejected_has_no_file(backend: Backend) -> None:
    job = _released(backend)
    outcome = Outcome(REJECTED, "rejected_by_person")
    closed = replace(job, state=REJECTED, outcome=outcome, keep=Keep(KEEP.record), release=None)
    backend.reviews.reject(job, closed, _entry(job, WAS_REJECTED))
    row = _now(backend, job)
    assert (row.state, row.outcome, row.keep) == (REJECTED, outcome, Keep(KEEP.record))
    assert row.release is None
    with pytest.raises(Conflict):
        backend.reviews.reject(job, closed, _entry(job))
    assert [entry.action for entry in backend.audit(TEAM)] == [RELEASED, WAS_REJECTED]


def test_a_tombstone_stands_before_every_decision(backend: Backend) -> None:
    job = _waiting(backend)
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.reviews.release(job, RELEASE, _entry(job))
    with pytest.raises(Tombstoned):
        backend.reviews.reject(job, replace(job, state=REJECTED, keep=Keep(KEEP.record)), _entry(job))
    assert backend.audit(TEAM) == []


def test_what_waits_longest_comes_first(backend: Backend) -> None:
    jobs = [a_job(at=NOW + number * SECOND, state=REVIEW) for number in range(5)]
    for job in jobs:
        backend.jobs.create(job)
    ids = [job.ref.job for job in jobs]
    page, after = backend.lists.of_team(TEAM, Listing(3, REVIEW, oldest=True))
    assert ([job.ref.job for job in page], after) == (ids[:3], ids[2])
    page, after = backend.lists.of_team(TEAM, Listing(3, REVIEW, low=ids[2] + "0", oldest=True))
    assert ([job.ref.job for job in page], after) == (ids[3:], None)


def test_an_entry_is_added_by_itself(backend: Backend) -> None:
    entry = _entry(a_job())
    backend.diary.append(entry)
    assert backend.audit(TEAM) == [entry]
