"""Promise 9: consent that was never given is not consent, and a withdrawal counts before it is masked."""

from dataclasses import replace

import pytest

from functions.core.consent import LEAST_PROOF, Consent, Consented, parse_consented
from functions.core.consent_errors import ConsentMissing, ConsentNotNeeded
from functions.core.consent_record import Around, receipt, record
from functions.core.consents import Whose, get_consent, give_consent, list_consents, withdraw_consent
from functions.core.deployment import Deployment, Operator
from functions.core.errors import ErasureRunning, Invalid, NotFound
from functions.core.job import REJECTED, Job
from functions.core.job_request import parse_purposes
from functions.core.ports import Form
from functions.core.purposes import DEFAULT, Purpose
from functions.core.reasons import CONSENT_MISSING
from functions.core.reviews import Decision, get_review, release_review
from tests.fakes.world import OTHER_TEAM, TEAM, World, a_request

TRAINING = Purpose("consent", opt_in=True, description={"en": "Improve our software"})
TOLD = Consented("2026-11", "en", "self", '{"box":"training"}')
WHOSE = Whose(TEAM, "u1")


@pytest.fixture
def world() -> World:
    world = World()
    world.declare(training=TRAINING)
    return world


def give(world: World, whose: Whose = WHOSE) -> Consent:
    return give_consent(whose, "training", TOLD, world.consenting, world.clock())[0]


def withdraw(world: World, whose: Whose = WHOSE) -> Consent:
    return withdraw_consent(whose, "training", world.consenting, world.clock())[0]


def ask(world: World, user: str = "u1") -> tuple[Job, Form]:
    request = a_request(user)
    purposes = parse_purposes(["masking", "training"], world.settings.of(TEAM).purposes, "purposes")
    job, form = world.ask(type(request)(user, request.recipe, purposes, "image/jpeg", consents=("training",)))
    assert form is not None
    return job, form


def test_a_job_whose_purpose_nobody_consented_to_is_refused_by_its_path(world: World) -> None:
    """Promise 9."""
    with pytest.raises(ConsentMissing) as refused:
        ask(world)
    assert refused.value.field == "purposes[1]"
    assert not world.jobs.rows


def test_with_the_users_consent_it_is_made_and_masked(world: World) -> None:
    give(world)
    job, form = ask(world)
    assert world.mask(world.upload(form)) == "done"
    assert world.row(job.ref).purposes == ("masking", "training")


def test_the_consent_of_somebody_else_is_not_the_users(world: World) -> None:
    """Promise 9."""
    give(world, Whose(TEAM, "u2"))
    with pytest.raises(ConsentMissing):
        ask(world)


def test_a_consent_withdrawn_before_the_claim_rejects_the_job_and_deletes_the_photo(world: World) -> None:
    """Promise 9."""
    give(world)
    job, form = ask(world)
    event = world.upload(form)
    withdraw(world)
    assert world.mask(event) == REJECTED
    outcome = world.row(job.ref).outcome
    assert outcome
    assert outcome.reason == CONSENT_MISSING
    assert not [bucket for bucket in world.buckets.values() if bucket.current(event.key)]


def test_a_consent_withdrawn_while_it_is_masked_rejects_it_as_well(world: World) -> None:
    """Promise 9: asked once more when the job is closed, so nothing that was made of the photo stays."""
    give(world)
    job, form = ask(world)
    event = world.upload(form)
    world.imaging.meanwhile = lambda: withdraw(world)
    assert world.mask(event) == REJECTED
    assert world.row(job.ref).state == REJECTED
    assert not [bucket for bucket in world.buckets.values() if bucket.current(event.key)]


@pytest.mark.parametrize("while_masked", [False, True], ids=["before", "while"])
def test_a_consent_withdrawn_after_the_review_lets_nothing_out(world: World, while_masked: bool) -> None:
    """Promise 9: before the released file is claimed, and while it is masked again."""
    give(world)
    job, form = ask(world)
    event = world.upload(form, b"doubtful 1")
    assert world.mask(event) == "review"
    looked = Decision(TEAM, job.ref.id, "ada", "")
    etag = get_review(looked, world.reviewing, world.clock()).etag
    release_review(Decision(TEAM, job.ref.id, "ada", etag), {}, world.reviewing, world.clock())
    if while_masked:
        world.imaging.meanwhile = lambda: withdraw(world)
    else:
        withdraw(world)
    assert world.mask(world.queue.sent[-1]) == REJECTED
    outcome = world.row(job.ref).outcome
    assert outcome
    assert outcome.reason == CONSENT_MISSING
    assert not [bucket for bucket in world.buckets.values() if bucket.current(event.key)]


def test_withdrawn_is_shown_as_such_and_twice_is_harmless(world: World) -> None:
    given = give(world)
    first = withdraw(world)
    world.clock.advance(60)
    assert withdraw(world) == first
    assert first.withdrawn_at
    assert (first.id, first.state, first.generation) == (given.id, "withdrawn", 1)


def test_given_again_it_stands_and_remembers_that_it_was_withdrawn(world: World) -> None:
    give(world)
    withdraw(world)
    again = give(world)
    assert (again.state, again.generation) == ("given", 1)
    assert ask(world)


def test_a_purpose_that_rests_on_another_basis_is_not_asked_about(world: World) -> None:
    with pytest.raises(ConsentNotNeeded):
        give_consent(WHOSE, "masking", TOLD, world.consenting, world.clock())
    with pytest.raises(NotFound):
        give_consent(WHOSE, "research", TOLD, world.consenting, world.clock())


def test_another_teams_user_of_the_same_id_has_consented_to_nothing(world: World) -> None:
    """Promise 10."""
    give(world)
    assert list_consents(Whose(OTHER_TEAM, "u1"), world.consenting)[0] == []
    with pytest.raises(NotFound):
        get_consent(Whose(OTHER_TEAM, "u1"), "training", world.consenting)


def test_while_the_user_is_erased_there_is_no_consent_and_none_can_be_given(world: World) -> None:
    give(world)
    world.ask_erasure()
    assert list_consents(WHOSE, world.consenting)[0] == []
    with pytest.raises(NotFound):
        get_consent(WHOSE, "training", world.consenting)
    with pytest.raises(NotFound):
        withdraw(world)
    with pytest.raises(ErasureRunning):
        give(world)


def test_the_proof_of_a_withdrawn_consent_ends_by_the_teams_setting(world: World) -> None:
    consent = give(world)
    subject = world.subject()
    assert world.consents.proofs[TEAM, subject, consent.id][1] is None
    now = world.clock()
    withdraw(world)
    until = world.consents.proofs[TEAM, subject, consent.id][1]
    assert until
    assert (until - now).days == 300


REFUSED = {
    "masking-is-missing": (["training"], "purposes"),
    "unknown": (["masking", "canary"], "purposes[1]"),
    "no-text": (["masking", 1], "purposes[1]"),
    "twice": (["masking", "training", "training"], "purposes"),
    "too-many": (["masking"] * 6, "purposes"),
    "no-list": ("masking", "purposes"),
}


@pytest.mark.parametrize(("value", "field"), REFUSED.values(), ids=REFUSED)
def test_purposes_that_were_not_declared_are_refused(value: object, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_purposes(value, {**DEFAULT, "training": TRAINING}, "purposes")
    assert refused.value.field == field
    assert "canary" not in str(refused.value)


BODY = {"notice": "2026-11", "language": "en", "given_by": "guardian", "evidence": {"box": 1}}


def test_what_is_told_is_read() -> None:
    assert parse_consented(BODY) == Consented("2026-11", "en", "guardian", '{"box": 1}')


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notice", ""),
        ("notice", "a b"),
        ("notice", None),
        ("language", "English!"),
        ("given_by", "nobody"),
        ("evidence", None),
        ("evidence", "x" * 4095),
        ("evidence", "\ud800" * 4095),
        ("body", None),
    ],
)
def test_what_is_told_badly_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        parse_consented({**BODY, name: value})
    assert refused.value.field == name


def test_a_receipt_holds_the_record_and_how_to_withdraw(world: World) -> None:
    """ISO/IEC TS 27560:2023: header, processing, parties, events."""
    facts = Deployment(Operator("Example GmbH"), "prod", "eu-central-1", (), (), {})
    consent = give(world)
    made = receipt(consent, Around(TEAM, "s", TRAINING, facts))
    kept = record(withdraw(world), Around(TEAM, "s", None, facts))
    assert made["consent_record"]["pii_processing"]["lawful_basis"] == "consent"  # type: ignore[index]
    assert "/v1/me/consents/training" in str(made["withdrawal"])
    assert [event["state"] for event in kept["events"]] == ["given", "withdrawn"]  # type: ignore[attr-defined]
    assert "training" not in str(kept["evidence_sha256"])


def test_the_proof_of_a_withdrawal_outlives_every_backup_that_a_restore_may_bring_back(world: World) -> None:
    """Promise 9, however short the team keeps proofs."""
    before = world.settings.of(TEAM)
    world.settings.rows[TEAM] = replace(before, retention=replace(before.retention, consent_proof=1))
    give(world)
    withdraw(world)
    ((_, until),) = world.consents.proofs.values()
    assert until == world.clock() + LEAST_PROOF
