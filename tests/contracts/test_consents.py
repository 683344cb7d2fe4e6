"""Consents: in the user's partition, checked in the transactions of jobs, with a proof that outlives them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.aws.proofs import DynamoProofs
from functions.aws.schema import from_item
from functions.core.consent import Consent, Consented
from functions.core.consent_errors import Unconsented
from functions.core.errors import Conflict, Tombstoned
from functions.core.job import Job
from functions.core.names import new_id
from functions.core.reach import SLICES, OfDates, OfTeam, Reach
from tests.contracts.adapters import MotoBackend
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
    an_entry,
    an_erasure,
    everything,
)

UNTIL = NOW + timedelta(days=300)


def a_consent(purpose: str = "training") -> Consent:
    return Consent(new_id(NOW), purpose, Consented("2026-11", "en", "self", '{"box": "canary"}'), NOW)


def given(backend: Backend, purpose: str = "training") -> Consent:
    consent = a_consent(purpose)
    backend.consents.give(TEAM, SUBJECT, consent, None, an_entry())
    return consent


def wants_consent() -> Job:
    return replace(a_job(), purposes=("masking", "training"), consents=("training",))


def test_what_was_given_is_read_by_its_user_alone(backend: Backend) -> None:
    consent, other = given(backend), given(backend, "research")
    assert backend.consents.get(TEAM, SUBJECT, "training") == consent
    assert backend.consents.all(TEAM, SUBJECT) == [other, consent]
    for place in ((TEAM, OTHER), (OTHER_TEAM, SUBJECT)):
        assert backend.consents.get(*place, "training") is None
        assert backend.consents.all(*place) == []


def test_a_withdrawn_consent_is_kept_as_that(backend: Backend) -> None:
    consent = given(backend).withdrawn(LATER)
    backend.consents.withdraw(TEAM, SUBJECT, consent, UNTIL, an_entry())
    assert backend.consents.get(TEAM, SUBJECT, "training") == consent
    again = replace(a_consent(), generation=1)
    backend.consents.give(TEAM, SUBJECT, again, consent, an_entry())
    assert backend.consents.get(TEAM, SUBJECT, "training") == again


def test_who_read_another_consent_than_stands_changes_nothing(backend: Backend) -> None:
    consent = given(backend)
    with pytest.raises(Conflict):
        backend.consents.give(TEAM, SUBJECT, a_consent(), None, an_entry())
    with pytest.raises(Conflict):
        backend.consents.give(TEAM, SUBJECT, a_consent(), a_consent(), an_entry())
    with pytest.raises(Conflict):
        backend.consents.withdraw(TEAM, SUBJECT, a_consent().withdrawn(LATER), UNTIL, an_entry())
    assert backend.consents.get(TEAM, SUBJECT, "training") == consent


def test_nothing_is_given_or_withdrawn_once_the_users_erasure_began(backend: Backend) -> None:
    """Promise 6."""
    consent = given(backend)
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.consents.give(TEAM, SUBJECT, a_consent(), consent, an_entry())
    with pytest.raises(Tombstoned):
        backend.consents.withdraw(TEAM, SUBJECT, consent.withdrawn(LATER), UNTIL, an_entry())


def test_a_job_is_made_claimed_and_closed_only_while_its_consent_stands(backend: Backend) -> None:
    """Promise 9."""
    job, claim = wants_consent(), a_claim()
    with pytest.raises(Unconsented) as missing:
        backend.jobs.create(job)
    assert missing.value.purpose == "training"
    assert backend.jobs.get(job.ref) is None
    consent = given(backend)
    backend.jobs.create(job)
    assert backend.jobs.get(job.ref) == job
    backend.jobs.claim(job, claim, NOW)
    backend.consents.withdraw(TEAM, SUBJECT, consent.withdrawn(LATER), UNTIL, an_entry())
    with pytest.raises(Unconsented):
        backend.jobs.close(job, claim, DONE_OUTCOME, LATER, KEPT)
    unclaimed = replace(wants_consent(), consents=())
    backend.jobs.create(unclaimed)
    with pytest.raises(Unconsented):
        backend.jobs.claim(replace(unclaimed, consents=("training",)), claim, LATER)


def test_a_proof_holds_the_hash_of_the_evidence_and_ends_when_it_should(moto: MotoBackend) -> None:
    """GDPR Art. 7(1): it outlives the row, and holds less."""
    consent = given(moto)
    (proof,) = proofs(moto)
    assert proof["evidence_sha256"] == consent.digest
    assert "canary" not in str(proof)
    assert "ttl" not in proof
    moto.consents.withdraw(TEAM, SUBJECT, consent.withdrawn(LATER), UNTIL, an_entry())
    (proof,) = proofs(moto)
    assert proof["ttl"] == int(UNTIL.timestamp())
    assert proof["withdrawn_at"] == "2026-11-22T12:01:00.000Z"


def test_an_erasure_takes_the_consent_and_gives_its_proof_an_end(moto: MotoBackend) -> None:
    """Promise 5: the pseudonymous proof is excepted; it ends after the team's ``consent_proof`` time."""
    given(moto)
    store = DynamoProofs(moto.cloud.dynamodb, moto.ledger_table, moto.settings, lambda: NOW)
    assert [trace.address[1] for trace in everything(moto.rows)] == ["consent#training"]
    assert moto.rows.delete(everything(moto.rows)) == 0
    assert moto.consents.all(TEAM, SUBJECT) == []
    found = everything(store)
    assert len(found) == 1
    assert store.find(Reach(TEAM, SUBJECT, "0" * 26)).traces == []
    assert store.delete(found) == 0
    assert everything(store) == []
    (proof,) = proofs(moto)
    assert proof["ttl"] == int((NOW + timedelta(minutes=60)).timestamp())


def test_the_erasure_of_a_team_gives_every_proof_an_end_and_none_of_another_team(moto: MotoBackend) -> None:
    """Promise 5: of a team as a whole, too; what was given after its new beginning has none yet."""
    given(moto)
    moto.consents.give(TEAM, OTHER, a_consent(), None, an_entry())
    moto.consents.give(OTHER_TEAM, SUBJECT, a_consent(), None, an_entry())
    later = replace(a_consent(), id=new_id(LATER), given_at=LATER)
    moto.consents.give(TEAM, OTHER, replace(later, purpose="news"), None, an_entry())
    store = DynamoProofs(moto.cloud.dynamodb, moto.ledger_table, moto.settings, lambda: NOW)
    scopes = [OfTeam(LATER, number) for number in range(SLICES)]
    found = [trace for scope in scopes for trace in store.find(scope.reach(TEAM)).traces]
    assert sorted(trace.owner for trace in found) == [SUBJECT, OTHER]
    assert store.delete(found) == 0
    ends = {(row["pk"], row["sk"].split("#")[1]): "ttl" in row for row in proofs(moto)}
    assert ends == {
        (f"{TEAM}#{SUBJECT}", "training"): True,
        (f"{TEAM}#{OTHER}", "training"): True,
        (f"{OTHER_TEAM}#{SUBJECT}", "training"): False,
        (f"{TEAM}#{OTHER}", "news"): False,
    }
    assert store.find(OfDates(NOW, LATER, 0).reach(TEAM)).traces == []


def test_a_row_of_a_kind_that_nobody_here_knows_goes_with_its_user_and_its_team(backend: Backend) -> None:
    """Promise 5: an erasure asks for a partition, and not for kinds. What was made later stays."""
    old, new = f"odd#{new_id(NOW)}", f"odd#{new_id(LATER)}"
    for sort in (old, new, "odd"):
        backend.put_row(TEAM, SUBJECT, sort)
        backend.put_row(OTHER_TEAM, SUBJECT, sort)
    found = everything(backend.rows)
    assert sorted(trace.address[1] for trace in found) == sorted([old, new, "odd"])
    scopes = [OfTeam(LATER, number) for number in range(SLICES)]
    wide = [trace for scope in scopes for trace in backend.rows.find(scope.reach(TEAM)).traces]
    assert sorted(trace.address[1] for trace in wide) == sorted([old, "odd"])
    assert backend.rows.delete(found) == 0
    assert everything(backend.rows) == []
    assert len(everything(backend.rows, SUBJECT, OTHER_TEAM)) == 3


def proofs(backend: MotoBackend) -> list[dict[str, Any]]:
    items = backend.cloud.dynamodb.scan(TableName=backend.ledger_table)["Items"]
    rows = [from_item(item) for item in items]
    return [row for row in rows if row["sk"].startswith("consent#")]
