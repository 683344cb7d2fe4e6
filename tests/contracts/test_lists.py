"""Lists and the index of what is due: the same over fakes and over moto, whose indexes do not lag."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.core.errors import Unavailable
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, MASKING, STATES, Job
from functions.core.list_jobs import HIGH, Listing
from functions.core.names import JobRef, earliest_id
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
)

MOMENT = timedelta(milliseconds=1)


def _stored(backend: Backend, jobs: int, **more: Any) -> list[Job]:
    """Jobs of two subjects, two in each millisecond; newest first."""
    made = [
        a_job(f"{SUBJECT[:-1]}{'st'[number % 2]}", at=NOW + MOMENT * (number // 2), **more)
        for number in range(jobs)
    ]
    for job in made:
        backend.jobs.create(job)
    return sorted(made, key=lambda job: job.ref.job, reverse=True)


def _pages(backend: Backend, listing: Listing, subject: str = "") -> Iterator[list[Job]]:
    after: str | None = listing.high
    while after:
        listing = replace(listing, high=after)
        if subject:
            jobs, after = backend.lists.of_subject(TEAM, subject, listing)
        else:
            jobs, after = backend.lists.of_team(TEAM, listing)
        yield jobs


def _all(backend: Backend, listing: Listing, subject: str = "") -> list[Job]:
    return [job for page in _pages(backend, listing, subject) for job in page]


@pytest.mark.parametrize("limit", [7, 100])
def test_hundreds_of_jobs_are_paged_through_without_a_loss_or_a_double(backend: Backend, limit: int) -> None:
    jobs = _stored(backend, 230)
    assert {ord(job.ref.job[-1]) % 4 for job in jobs} == {0, 1, 2, 3}
    assert _all(backend, Listing(limit)) == jobs
    assert all(len(page) <= limit for page in _pages(backend, Listing(limit)))
    assert _all(backend, Listing(limit), SUBJECT) == [job for job in jobs if job.ref.subject == SUBJECT]


def test_a_list_without_jobs_is_one_empty_page(backend: Backend) -> None:
    assert list(_pages(backend, Listing())) == [[]]
    assert list(_pages(backend, Listing(state=DONE))) == [[]]
    assert list(_pages(backend, Listing(), SUBJECT)) == [[]]


def test_lists_hold_the_jobs_of_their_team_and_subject_alone(backend: Backend) -> None:
    """Promise 10: and never keys or rows of who is depicted."""
    mine, other, foreign = a_job(), a_job(OTHER, depicted=(SUBJECT,)), a_job(team=OTHER_TEAM)
    for job in (mine, other, foreign):
        backend.jobs.create(job)
    assert _all(backend, Listing(), SUBJECT) == [mine]
    assert {job.ref for job in _all(backend, Listing())} == {mine.ref, other.ref}


def test_a_state_lists_what_is_in_it_now(backend: Backend) -> None:
    awaiting, claimed, done, failed, returned, reopened = _stored(backend, 6, due_at=LATER)
    for job in (claimed, done, returned):
        backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(done, a_claim(), DONE_OUTCOME, NOW, KEPT)
    backend.jobs.give_back(returned, a_claim())
    for job in (failed, reopened):
        backend.jobs.fail(job, "etag", NOW, KEPT)
    backend.jobs.reopen(reopened)
    expected = {
        AWAITING_UPLOAD: {awaiting.ref, returned.ref, reopened.ref},
        MASKING: {claimed.ref},
        DONE: {done.ref},
        FAILED: {failed.ref},
    }
    for state in STATES:
        found = {job.ref for job in _all(backend, Listing(2, state))}
        assert found == expected.get(state, set()), state


def _at(moment: datetime) -> str:
    return earliest_id(moment)


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_from_is_in_and_to_is_not(backend: Backend, limit: int) -> None:
    jobs = _stored(backend, 12)
    low, high = NOW + MOMENT * 2, NOW + MOMENT * 4
    wanted = [job for job in jobs if low <= job.created_at < high]
    assert len(wanted) == 4
    listing = Listing(limit, low=_at(low), high=_at(high))
    assert _all(backend, listing) == wanted
    assert _all(backend, replace(listing, state=AWAITING_UPLOAD)) == wanted
    assert _all(backend, listing, SUBJECT) == [job for job in wanted if job.ref.subject == SUBJECT]


@pytest.mark.parametrize("last", "0123456789abcdefghjkmnpqrstvwxyz")
def test_the_next_page_begins_behind_the_last_job_whatever_its_id_ends_with(
    backend: Backend, last: str
) -> None:
    first = replace(a_job().ref, job=f"{a_job().ref.job[:-1]}{last}")
    backend.jobs.create(replace(a_job(), ref=first))
    listing = Listing(high=first.job)
    assert _all(backend, listing) == _all(backend, listing, SUBJECT) == []
    assert len(_all(backend, Listing(high=f"{first.job[:-1]}~"))) == 1
    assert len(_all(backend, Listing(low=first.job, high=HIGH))) == 1


def _due(backend: Backend, now: datetime = LATER + MOMENT) -> set[JobRef]:
    found = [ref for shard in range(4) for ref in backend.due.jobs(shard, now)]
    assert len(found) == len(set(found))
    return set(found)


def test_what_is_due_is_found_in_every_shard_and_team(backend: Backend) -> None:
    jobs = _stored(backend, 40, due_at=LATER)
    foreign = a_job(team=OTHER_TEAM, due_at=LATER)
    backend.jobs.create(foreign)
    _stored(backend, 4, due_at=LATER + timedelta(seconds=9))
    _stored(backend, 4)
    assert _due(backend) == {job.ref for job in (*jobs, foreign)}
    assert _due(backend, LATER - MOMENT) == set()


def test_what_awaits_its_file_is_due_and_what_is_closed_when_it_is_over(backend: Backend) -> None:
    awaiting, claimed, failed, expired, returned, reopened = _stored(backend, 6, due_at=LATER)
    for job in (claimed, returned):
        backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.give_back(returned, a_claim())
    for job in (failed, reopened):
        backend.jobs.fail(job, "etag", NOW, KEPT)
    backend.jobs.reopen(reopened)
    backend.jobs.expire(expired, LATER, KEPT)
    assert _due(backend) == {awaiting.ref, returned.ref, reopened.ref}
    assert _due(backend, KEPT.record + MOMENT) >= {failed.ref, expired.ref}


def test_pages_of_the_index_of_what_is_due_are_read_to_the_end(moto: MotoBackend) -> None:
    def answer(params: dict[str, Any]) -> Any:
        body = params["body"].decode()
        key = {name: {"S": name} for name in ("pk", "sk")}
        number = "2" if "ExclusiveStartKey" in body else "1"
        items = [{"pk": {"S": f"{TEAM}#{SUBJECT}"}, "sk": {"S": f"job#{number}"}}]
        return {"Items": items} | ({} if number == "2" else {"LastEvaluatedKey": key})

    with answering(moto.cloud.dynamodb, "Query", answer) as asked:
        assert [ref.job for ref in moto.due.jobs(3, NOW)] == ["1", "2"]
    assert len(asked) == 2
    assert all('"due#3"' in params["body"].decode() for params in asked)


def test_what_a_batch_leaves_out_is_asked_for_again_and_not_for_ever(moto: MotoBackend) -> None:
    """Promise 13: bounded; a list never comes without jobs that are there."""
    _stored(moto, 3)
    left: Any = {"Responses": {}, "UnprocessedKeys": {moto.table: {"Keys": [{"pk": {"S": "a"}}]}}}
    with (
        answering(moto.cloud.dynamodb, "BatchGetItem", lambda _params: left) as asked,
        pytest.raises(Unavailable),
    ):
        moto.lists.of_team(TEAM, Listing())
    assert len(asked) == 5


def test_what_an_index_found_is_read_consistently(moto: MotoBackend) -> None:
    _stored(moto, 1)
    empty: Any = {"Responses": {moto.table: []}}
    with answering(moto.cloud.dynamodb, "BatchGetItem", lambda _params: empty) as asked:
        assert moto.lists.of_team(TEAM, Listing()) == ([], None)
    assert '"ConsistentRead": true' in asked[0]["body"].decode()


def test_what_an_index_that_lags_found_is_shown_only_if_it_still_is_so(moto: MotoBackend) -> None:
    """Of three that the index calls done one is, one awaits its file, one is gone; the page leads on."""
    done, awaiting = a_job(), a_job()
    gone = a_job(at=NOW - MOMENT)
    for job in (done, awaiting):
        moto.jobs.create(job)
    moto.jobs.claim(done, a_claim(), NOW)
    moto.jobs.close(done, a_claim(), DONE_OUTCOME, NOW, KEPT)
    keys = [
        {"pk": {"S": f"{TEAM}#{SUBJECT}"}, "sk": {"S": f"job#{job.ref.job}"}}
        for job in (done, awaiting, gone)
    ]
    answers = iter([{"Items": keys}] + [{"Items": []}] * 3)
    with answering(moto.cloud.dynamodb, "Query", lambda _params: next(answers)):
        jobs, after = moto.lists.of_team(TEAM, Listing(3, DONE))
    assert [job.ref for job in jobs] == [done.ref]
    assert after == gone.ref.job
