"""The agreement of Art. 28 GDPR: what it says, which version it is, and who may upload with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.agreeing import Agreeing, accept_agreement, show_agreement
from functions.core.agreement import (
    ACCEPTED,
    GRACE,
    INTERNAL,
    MISSING,
    NOT_NEEDED,
    PROCESSOR,
    AgreementChanged,
    AgreementMissing,
    Terms,
    standing,
)
from functions.core.agreement_text import agreement, texts, version_of
from functions.core.agreement_words import CLAUSES
from functions.core.create_job import create_jobs
from functions.core.deployment import Deployment, SubProcessor
from functions.core.deployment_words import LANGUAGES
from functions.core.errors import Invalid, NotFound
from infra.deployment import deployment
from infra.stage import STAGES, Stage
from tests.fakes.world import OTHER_TEAM, TEAM, World, a_request

STAGE = STAGES["prod"]
FACTS: Deployment = deployment(STAGE)
LATER: Deployment = deployment(replace(STAGE, recovery_days=3))
DAYS = timedelta(days=30)
OTHER = SubProcessor("Labels Ltd", "1 High Street, Cork", "looks at photos")


def _world(world: World, facts: Deployment = FACTS, mode: str = PROCESSOR) -> Agreeing:
    """The agreement of a deployment, which jobs are asked about as well."""
    terms = Terms(version_of(facts), mode, DAYS)
    world.creating = replace(world.creating, terms=terms)
    return Agreeing(world.agreements, terms, facts)


def _accept(world: World, agreeing: Agreeing, version: object = None) -> None:
    body = {"version": version or agreeing.terms.version}
    accept_agreement(TEAM, "ada", body, agreeing, world.clock())


def _state(world: World, agreeing: Agreeing, team: str = TEAM) -> str:
    return standing(team, agreeing.terms, world.agreements, world.clock()).state


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", "abcdefgh")
def test_each_letter_of_article_28_3_is_agreed_in_each_language(letter: str, language: str) -> None:
    names = {clause.name for clause in CLAUSES if clause.article == f"3({letter})"}
    said = [each for each in agreement(FACTS, language)["clauses"] if each["clause"] in names]
    assert said
    assert all(each["heading"] and each["sentence"] for each in said)


CHANGES: dict[str, Callable[[Stage], Stage]] = {
    "a sub-processor": lambda stage: replace(stage, sub_processors=(*stage.sub_processors, OTHER)),
    "a region": lambda stage: replace(stage, region="eu-west-1"),
    "a time": lambda stage: replace(stage, access_log_days=7),
    "a measure": lambda stage: replace(stage, link_seconds=60),
    "the operator": lambda stage: replace(stage, operator=replace(stage.operator, name="Another")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_another_fact_is_another_text_and_another_version(change: Callable[[Stage], Stage]) -> None:
    """Promise 14."""
    other = deployment(change(STAGE))
    assert version_of(other) != version_of(FACTS)
    assert all(texts(other)[language] != texts(FACTS)[language] for language in LANGUAGES)


def test_the_version_is_that_of_the_text_wherever_it_is_counted() -> None:
    assert version_of(Deployment.parse(FACTS.to_text())) == version_of(FACTS)
    assert version_of(deployment(replace(STAGE, jobs_per_minute=1, agreement_grace_days=1))) == version_of(
        FACTS
    )
    assert re.fullmatch(r"[0-9]+-[0-9a-f]{12}", version_of(FACTS))


def test_nobody_uploads_before_an_admin_has_accepted(world: World) -> None:
    agreeing = _world(world)
    assert _state(world, agreeing) == MISSING
    with pytest.raises(AgreementMissing):
        world.create()
    with pytest.raises(AgreementMissing):
        create_jobs([a_request()], TEAM, "", world.creating, world.clock())
    assert world.jobs.rows == {}
    _accept(world, agreeing)
    world.create()
    assert _state(world, agreeing) == ACCEPTED
    assert _state(world, agreeing, OTHER_TEAM) == MISSING


def test_an_older_version_counts_until_the_grace_is_over(world: World) -> None:
    _accept(world, _world(world))
    world.clock.advance(400 * 86_400)  # the grace begins when the team meets the new one, not when it agreed
    later = _world(world, LATER)
    world.create()
    state = standing(TEAM, later.terms, world.agreements, world.clock())
    assert (state.state, state.until) == (GRACE, world.clock() + DAYS)
    world.clock.advance(DAYS.total_seconds() - 1)
    world.create()
    world.clock.advance(1)
    with pytest.raises(AgreementMissing):
        world.create()
    _accept(world, later)
    world.create()
    assert _state(world, later) == ACCEPTED


def test_within_one_organisation_nothing_waits_for_it_and_it_may_be_accepted_all_the_same(
    world: World,
) -> None:
    agreeing = _world(world, mode=INTERNAL)
    world.create()
    assert _state(world, agreeing) == NOT_NEEDED
    _accept(world, agreeing)
    assert _state(world, agreeing) == ACCEPTED
    world.create()
    assert world.agreements.first_met == {}


@pytest.mark.parametrize("version", ["1-000000000000", 7, None, ["1-0"]], ids=str)
def test_what_nobody_read_nobody_accepts(world: World, version: object) -> None:
    agreeing = _world(world)
    with pytest.raises(AgreementChanged if isinstance(version, str) else Invalid):
        accept_agreement(TEAM, "ada", {"version": version}, agreeing, world.clock())
    assert (world.agreements.accepted, world.agreements.audit) == ({}, [])


def test_a_body_that_says_more_is_refused(world: World) -> None:
    agreeing = _world(world)
    with pytest.raises(Invalid) as refused:
        accept_agreement(TEAM, "ada", {"version": "x", "by": "eve"}, agreeing, world.clock())
    assert refused.value.field == "body"


def test_the_audit_says_who_accepted_what_after_what_and_says_it_once(world: World) -> None:
    first, second = _world(world), _world(world, LATER)
    for agreeing in (first, first, second):
        _accept(world, agreeing)
    assert [(entry.by, entry.action, entry.changes) for entry in world.agreements.audit] == [
        ("ada", "agreement.accepted", {"version": (None, first.terms.version)}),
        ("ada", "agreement.accepted", {"version": (first.terms.version, second.terms.version)}),
    ]


def test_what_was_accepted_is_shown_as_it_was_then(world: World) -> None:
    _accept(world, first := _world(world))
    later = _world(world, LATER)
    old = show_agreement(TEAM, first.terms.version, "de", later, world.clock())
    assert (old.version, old.text) == (first.terms.version, agreement(FACTS, "de"))
    now = show_agreement(TEAM, None, "de", later, world.clock())
    assert (now.version, now.text) == (later.terms.version, agreement(LATER, "de"))
    assert [each.version for each in now.accepted] == [first.terms.version]
    with pytest.raises(NotFound):
        show_agreement(OTHER_TEAM, first.terms.version, "en", later, world.clock())
