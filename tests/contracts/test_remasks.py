"""Rows of jobs that get another recipe; fake and DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.errors import Conflict, Tombstoned
from functions.core.hide import Hide
from functions.core.job import DONE, REVIEW, Job, Keep, Outcome, Release
from functions.core.reasons import REMASKED
from functions.core.recipe import Recipe
from tests.contracts.backends import Backend
from tests.contracts.making import (
    DONE_OUTCOME,
    LATER,
    NOW,
    OTHER,
    REGION,
    a_claim,
    a_job,
    an_entry,
    an_erasure,
)

THIRD = "s" * 31 + "u"
KEEP = Keep(NOW + timedelta(days=9), NOW + timedelta(days=2))
WIDER = Recipe({"face": Hide(), "text": Hide("mean")})
RELEASE = Release("etag-held", "word-a", reviewed=False)


def _done(backend: Backend, **more: Any) -> Job:
    job = a_job(**more)
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEEP)
    return _now(backend, job)


def _now(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def _again(job: Job, release: Release = RELEASE) -> Job:
    outcome = replace(job.outcome or DONE_OUTCOME, state=REVIEW, reason=REMASKED)
    asked = replace(job, state=REVIEW, recipe=WIDER, release=release, held_result=True, outcome=outcome)
    return replace(asked, closed_at=LATER, keep=KEEP)


def test_what_is_done_waits_for_its_masker_with_the_new_recipe_and_is_done_by_it(backend: Backend) -> None:
    job = _done(backend)
    backend.remasks.begin(job, _again(job), an_entry())
    row = _now(backend, job)
    assert (row.state, row.recipe, row.release, row.keep) == (REVIEW, WIDER, RELEASE, KEEP)
    assert (row.held_result, row.closed_at) == (True, LATER)
    assert row.outcome is not None
    assert (row.outcome.reason, row.outcome.regions) == (REMASKED, (REGION,))
    claim = a_claim("etag-held", "token-b", LATER + timedelta(seconds=60))
    backend.jobs.claim(row, claim, LATER)
    backend.jobs.close(row, claim, Outcome(DONE), LATER, KEEP)
    done = _now(backend, job)
    assert (done.state, done.recipe, done.held_result) == (DONE, WIDER, False)


def test_of_two_who_ask_at_once_one_is_refused_and_so_is_whoever_asks_while_a_masker_works(
    backend: Backend,
) -> None:
    job = _done(backend)
    backend.remasks.begin(job, _again(job), an_entry())
    other = replace(RELEASE, token="word-b")
    with pytest.raises(Conflict):
        backend.remasks.begin(job, _again(job, other), an_entry())
    waiting = _now(backend, job)
    backend.remasks.begin(waiting, _again(waiting, other), an_entry())  # nobody had begun
    row = _now(backend, job)
    backend.jobs.claim(row, a_claim("etag-held", "token-b", LATER + timedelta(seconds=60)), LATER)
    with pytest.raises(Conflict):
        backend.remasks.begin(_now(backend, job), _again(row, replace(RELEASE, token="word-c")), an_entry())


def test_what_a_person_has_to_look_at_is_not_taken_out_of_review(backend: Backend) -> None:
    job = _done(backend)
    backend.reports.withdraw(job, NOW, KEEP, held_result=True, reports=())
    reported = _now(backend, job)
    assert (reported.held_result, reported.release) == (True, None)
    with pytest.raises(Conflict):
        backend.remasks.begin(reported, _again(reported), an_entry())


def test_a_tombstone_stands_before_it(backend: Backend) -> None:
    job = _done(backend)
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.remasks.begin(job, _again(job), an_entry())


def test_whom_the_job_names_no_more_is_not_asked_about(backend: Backend) -> None:
    """Promise 6: an erasure takes its subject out of a picture; whoever else is in it is asked about."""
    job, alone = _done(backend, depicted=(OTHER, THIRD)), _done(backend, depicted=(OTHER,))
    backend.ledger.begin(an_erasure(OTHER))
    with pytest.raises(Tombstoned):
        backend.remasks.begin(job, _again(job), an_entry())
    backend.remasks.begin(job, replace(_again(job), depicted=(THIRD,)), an_entry())
    row = _now(backend, job)
    assert (row.state, row.depicted) == (REVIEW, (THIRD,))
    backend.jobs.claim(row, a_claim("etag-held", "token-b", LATER + timedelta(seconds=60)), LATER)
    backend.remasks.begin(alone, replace(_again(alone), depicted=()), an_entry())
    assert _now(backend, alone).depicted == ()
