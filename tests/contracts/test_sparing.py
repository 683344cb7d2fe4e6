"""Jobs of others that are masked again rather than erased, as an erasure meets them; fake and AWS alike."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from functions.core.consent import Consent, Consented
from functions.core.datasets import Copy
from functions.core.export import Export
from functions.core.job import DONE, REVIEW, Job, Outcome, Release
from functions.core.names import new_id
from functions.core.reasons import REMASKED
from functions.core.remask_depicted import ERASE, KEEP, MASK, PATIENCE, WAIT
from functions.core.team_settings import REMASK
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.hooks import answering, meanwhile
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    LATER,
    NOW,
    OTHER,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    an_entry,
    an_erasure,
    everything,
)

RELEASE = Release("etag-held", "word-a", reviewed=False)


@pytest.fixture(autouse=True)
def policy(backend: Backend) -> None:
    chosen = replace(backend.settings.of(TEAM), depicted=REMASK, version=1, changed_at=NOW)
    backend.settings.change(TEAM, chosen, an_entry(), redate=False)
    backend.clock.now = NOW


@pytest.fixture
def job(backend: Backend) -> Job:
    return made(backend)


def made(backend: Backend, **more: Any) -> Job:
    """A job of SUBJECT that depicts OTHER, with its result; OTHER's erasure has begun."""
    new = a_job(depicted=(OTHER,), **more)
    backend.jobs.create(new)
    backend.jobs.claim(new, a_claim(), NOW)
    copies = [Copy(new.ref, purpose, "image/png", NOW, LATER) for purpose in new.consents]
    backend.jobs.close(new, a_claim(), DONE_OUTCOME, NOW, KEPT, copies)
    backend.bucket().write(str(new.key), b"the result")
    backend.ledger.begin(an_erasure(OTHER))
    return stored(backend, new)


def stored(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def begun(backend: Backend, job: Job) -> Job:
    """The job as it waits for its masker, and names nobody any more."""
    outcome = replace(job.outcome or DONE_OUTCOME, state=REVIEW, reason=REMASKED)
    again = replace(job, state=REVIEW, release=RELEASE, held_result=True, outcome=outcome, depicted=())
    backend.remasks.begin(job, replace(again, closed_at=NOW, keep=KEPT), an_entry())
    return stored(backend, job)


def masked(backend: Backend, job: Job, state: str = DONE) -> None:
    claim = a_claim("etag-held", "token-b")
    backend.jobs.claim(job, claim, NOW)
    backend.jobs.close(job, claim, Outcome(state, None if state == DONE else "doubt"), NOW, KEPT)


def fates(backend: Backend) -> list[str]:
    return [trace.fate for trace in everything(backend.depicted, OTHER)]


def test_what_has_a_result_waits_to_be_masked_again_and_keeps_that(backend: Backend, job: Job) -> None:
    """Promise 5: all else that is stored of it goes, an export that holds it too."""
    export = Export(new_id(LATER), TEAM, SUBJECT, NOW)
    backend.exports.begin(export, None, an_entry())
    backend.bucket().start_upload(str(job.key))
    found = everything(backend.depicted, OTHER)
    assert [(trace.fate, trace.owner) for trace in found] == [(MASK, SUBJECT)]
    assert backend.depicted.delete(found) == 1
    assert stored(backend, job) == job
    assert backend.bucket().read(str(job.key)) == b"the result"
    assert everything(backend.bucket().uploads) == []
    assert backend.exports.get(TEAM, SUBJECT, export.id) is None


def test_while_its_masker_is_awaited_it_is_looked_at_again_later(backend: Backend, job: Job) -> None:
    begun(backend, job)
    (trace,) = everything(backend.depicted, OTHER)
    assert trace.fate == WAIT
    assert trace.busy_until is not None
    assert NOW < trace.busy_until < LATER
    assert backend.depicted.delete([trace]) == 1
    assert len(everything(backend.depicted, OTHER)) == 1
    backend.clock.now = NOW + timedelta(minutes=30)
    (later,) = everything(backend.depicted, OTHER)
    assert later.busy_until == NOW + timedelta(minutes=45)


def test_what_came_out_verified_stays_and_what_led_there_goes(backend: Backend, job: Job) -> None:
    """Promise 5."""
    backend.bucket().switch_versioning_on()
    masked(backend, begun(backend, job))
    backend.bucket().write(str(job.key), b"the new result")
    found = everything(backend.depicted, OTHER)
    assert [trace.fate for trace in found] == [KEEP]
    assert backend.depicted.delete(found) == 0
    assert everything(backend.depicted, OTHER) == []
    assert stored(backend, job).state == DONE
    assert backend.bucket().read(str(job.key)) == b"the new result"
    assert len(everything(backend.bucket().versions)) == 1  # none of the old one
    assert backend.depicted.delete(found) == 0


def test_what_came_back_in_doubt_goes_whole_unless_a_masker_has_it(backend: Backend, job: Job) -> None:
    """No tombstone stands before it any more: its row goes as it was seen, and before its files."""
    waiting = begun(backend, job)
    masked(backend, waiting, REVIEW)
    found = everything(backend.depicted, OTHER)
    assert [trace.fate for trace in found] == [ERASE]
    assert backend.depicted.delete(found) == 0
    assert (backend.jobs.get(job.ref), backend.bucket().read(str(job.key))) == (None, None)
    assert everything(backend.depicted, OTHER) == []


def test_what_a_masker_has_taken_up_meanwhile_is_left_alone(backend: Backend, job: Job) -> None:
    waiting = begun(backend, job)
    backend.clock.now = NOW + PATIENCE
    found = everything(backend.depicted, OTHER)
    assert [trace.fate for trace in found] == [ERASE]
    lease = NOW + PATIENCE + timedelta(seconds=60)
    backend.jobs.claim(waiting, a_claim("etag-held", "token-b", lease), NOW + PATIENCE)
    assert backend.depicted.delete(found) == 1
    assert backend.jobs.get(job.ref) is not None
    assert backend.bucket().read(str(job.key)) == b"the result"


def test_what_a_masker_takes_up_in_the_very_moment_is_left_alone(moto: MotoBackend) -> None:
    """No tombstone stands before its claim: the row goes only as it was seen."""
    waiting = begun(moto, made(moto))
    moto.clock.now = NOW + PATIENCE
    found = everything(moto.depicted, OTHER)
    claim = a_claim("etag-held", "token-b", NOW + PATIENCE + timedelta(seconds=60))
    taken = partial(moto.jobs.claim, waiting, claim, NOW + PATIENCE)
    with meanwhile(moto.cloud.dynamodb, "TransactWriteItems", taken):
        assert moto.depicted.delete(found) == 1
    assert stored(moto, waiting).claim == claim
    assert moto.bucket().read(str(waiting.key)) == b"the result"


def test_an_export_that_begins_once_it_is_withdrawn_is_left_alone(backend: Backend, job: Job) -> None:
    """Promise 7: it cannot hold the picture."""
    begun(backend, job)
    before, after = (Export(new_id(at), TEAM, SUBJECT, at) for at in (NOW, LATER))
    backend.exports.begin(after, None, an_entry())
    assert backend.depicted.delete(everything(backend.depicted, OTHER)) == 1
    assert backend.exports.get(TEAM, SUBJECT, after.id) is not None
    assert before.id < after.id


def test_while_something_of_it_cannot_be_deleted_what_leads_there_stays(moto: MotoBackend) -> None:
    """Promise 7: DeleteObjects answers 200 with the errors inside."""
    job = made(moto)
    moto.bucket().switch_versioning_on()
    masked(moto, begun(moto, job))
    moto.bucket().write(str(job.key), b"the new result")
    found = everything(moto.depicted, OTHER)
    errors = [{"Key": str(job.key), "Code": "AccessDenied"}]
    with answering(moto.cloud.s3, "DeleteObjects", lambda _params: {"Errors": errors}):
        assert moto.depicted.delete(found) == 1
    assert len(everything(moto.depicted, OTHER)) == 1


def test_what_was_kept_of_it_for_a_purpose_goes_at_once(backend: Backend) -> None:
    """Promise 9."""
    consent = Consent(new_id(NOW), "training", Consented("2026-11", "en", "self", "{}"), NOW)
    backend.consents.give(TEAM, SUBJECT, consent, None, an_entry())
    job = made(backend, consents=("training",))
    assert backend.datasets.of_user(TEAM, SUBJECT, "")[0] != []
    assert backend.depicted.delete(everything(backend.depicted, OTHER)) == 1
    assert backend.datasets.of_user(TEAM, SUBJECT, "")[0] == []
    assert backend.jobs.get(job.ref) == job


def test_whose_owner_is_erased_as_well_or_whose_file_is_lost_goes_whole(backend: Backend, job: Job) -> None:
    assert fates(backend) == [MASK]
    backend.ledger.begin(an_erasure(SUBJECT, person="q" * 32))
    assert fates(backend) == [ERASE]


def test_what_has_no_file_any_more_goes_whole(backend: Backend, job: Job) -> None:
    backend.bucket().objects.delete(str(job.key))
    assert fates(backend) == [ERASE]


def test_by_the_policy_erase_it_goes_whole(backend: Backend, job: Job) -> None:
    before = backend.settings.of(TEAM)
    chosen = replace(before, depicted="erase", version=2, changed_at=NOW)
    backend.settings.change(TEAM, chosen, an_entry(), redate=False)
    assert fates(backend) == [ERASE]
