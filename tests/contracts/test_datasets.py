"""Copies for purposes: rows in their users' partitions, found by an index, ended by time and withdrawal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.consent import Consent, Consented
from functions.core.datasets import Copy, Withdrawal
from functions.core.list_jobs import Listing
from functions.core.names import new_id
from functions.core.reach import Reach
from tests.contracts.backends import Backend
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
    a_job_erasure,
    an_entry,
)

TOLD = Consented("2026-11", "en", "self", "{}")
UNTIL = NOW + timedelta(days=60)
SHARDS = range(4)


def give(backend: Backend, subject: str = SUBJECT, team: str = TEAM, purpose: str = "training") -> Consent:
    consent = Consent(new_id(NOW), purpose, TOLD, NOW)
    backend.consents.give(team, subject, consent, None, an_entry())
    return consent


def kept(backend: Backend, subject: str = SUBJECT, team: str = TEAM) -> Copy:
    """A copy that was written with the close of its job."""
    job = a_job(subject, team, consents=("training",))
    backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    copy = Copy(job.ref, "training", "image/png", NOW, UNTIL)
    backend.jobs.close(job, a_claim(), DONE_OUTCOME, NOW, KEPT, (copy,))
    return copy


def found(backend: Backend, team: str = TEAM, purpose: str = "training") -> list[Copy]:
    return backend.datasets.of_team(team, purpose, Listing())[0]


def test_a_copy_comes_back_as_it_was_kept_for_one_team_and_one_purpose(backend: Backend) -> None:
    """Promise 10."""
    give(backend)
    copy = kept(backend)
    assert found(backend) == [copy]
    assert found(backend, OTHER_TEAM) == found(backend, purpose="research") == []


def test_pages_are_newest_first_and_lead_on(backend: Backend) -> None:
    give(backend)
    copies = sorted((kept(backend) for _ in range(3)), key=lambda copy: copy.ref.job, reverse=True)
    page, after = backend.datasets.of_team(TEAM, "training", Listing(2))
    assert (page, after) == (copies[:2], copies[1].ref.job)
    assert backend.datasets.of_team(TEAM, "training", Listing(2, high=str(after)))[0] == copies[2:]


def test_of_a_user_all_copies_are_found_page_by_page_and_of_no_other(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GDPR Art. 15."""
    monkeypatch.setattr("functions.aws.datasets.PAGE", 2)
    give(backend)
    give(backend, OTHER)
    mine = [kept(backend) for _ in range(3)]
    kept(backend, OTHER)
    seen, after = backend.datasets.of_user(TEAM, SUBJECT, "")
    while after:
        page, after = backend.datasets.of_user(TEAM, SUBJECT, after)
        seen += page
    assert sorted(seen, key=lambda copy: copy.ref.job) == sorted(mine, key=lambda copy: copy.ref.job)


def test_what_is_withdrawn_is_known_at_once_and_until_it_has_reached_every_copy(backend: Backend) -> None:
    """Promise 9."""
    consent, copy = give(backend), kept(backend)
    wish, other = (SUBJECT, "training"), (OTHER, "training")
    assert backend.datasets.withdrawn(TEAM, [wish, other]) == {other: None}
    withdrawn = consent.withdrawn(LATER)
    backend.consents.withdraw(TEAM, SUBJECT, withdrawn, LATER, an_entry())
    assert backend.datasets.withdrawn(TEAM, [wish]) == {wish: None}
    backend.consents.give(TEAM, SUBJECT, replace(consent, id=new_id(LATER)), withdrawn, an_entry())
    assert backend.datasets.withdrawn(TEAM, [wish]) == {wish: LATER}
    (walk,) = [walk for shard in SHARDS for walk in backend.datasets.withdrawals(shard)]
    assert walk == Withdrawal(TEAM, SUBJECT, "training", LATER)
    assert backend.datasets.page(walk, "") == ([copy], "")
    backend.datasets.remove([copy])
    backend.datasets.remove([copy])
    assert backend.datasets.page(walk, "") == ([], "")
    backend.datasets.end(replace(walk, at=NOW))
    assert backend.datasets.withdrawn(TEAM, [wish]) == {wish: LATER}
    backend.datasets.end(walk)
    assert backend.datasets.withdrawn(TEAM, [wish]) == {}
    assert [walk for shard in SHARDS for walk in backend.datasets.withdrawals(shard)] == []


def test_a_copy_is_due_at_its_end_and_can_be_dated_anew(backend: Backend) -> None:
    give(backend)
    copy = kept(backend)

    def due() -> list[Copy]:
        after = LATER + timedelta(milliseconds=1)
        return [one for shard in SHARDS for one in backend.datasets.due(shard, after)]

    assert due() == []
    backend.datasets.redate(copy.ref, "training", LATER)
    backend.datasets.redate(copy.ref, "research", LATER)
    assert due() == [replace(copy, until=LATER)]
    backend.datasets.remove([copy])
    backend.datasets.redate(copy.ref, "training", LATER)
    assert due() == []


def test_the_erasure_of_a_job_takes_the_rows_of_its_copies_along(backend: Backend) -> None:
    give(backend)
    copy, other = kept(backend), kept(backend)
    backend.ledger.begin(a_job_erasure(copy.ref))
    page = backend.rows.find(Reach(TEAM, SUBJECT, copy.ref.job))
    assert backend.rows.delete(page.traces) == 0
    assert found(backend) == [other]
