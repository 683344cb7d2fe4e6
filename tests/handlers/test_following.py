"""Promise 14: each document says what is deployed and set, and follows when either changes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.agreeing import Agreeing
from functions.core.agreement import PROCESSOR, Terms
from functions.core.agreement_text import version_of
from functions.core.assessment_words import NECESSITY, QUESTIONS
from functions.core.deployment import Deployment, Operator, SubProcessor
from functions.core.deployment_words import LANGUAGES
from functions.core.privacy_words import RISKS
from functions.documents import handler as documents
from functions.team_settings import handler as team_settings
from infra.deployment import deployment
from infra.stage import STAGES, Stage
from tests.fakes.world import BOUNDS, OTHER_TEAM, TEAM, World
from tests.handlers.loading import Context, as_described, request

STAGE = replace(STAGES["prod"], operator=Operator("One Ltd", "Cork", "ops@example.org", "dpo@example.org"))
OTHER = SubProcessor("Labels Ltd", "1 High Street, Cork", "looks at photos")
# Each document: its route, and what is asked of it.
DOCUMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "notice": ("/v1/privacy", {"team": TEAM}),
    "record": ("/v1/team/records-of-processing", {}),
    "assessment": ("/v1/team/records-of-processing", {"part": "assessment"}),
    "agreement": ("/v1/team/agreement", {}),
    "security.txt": ("/.well-known/security.txt", {}),
}
OF_A_TEAM = ("notice", "record", "assessment")
FORMS = [(language, accept) for language in LANGUAGES for accept in ("application/json", "text/html")]


@pytest.fixture
def deploy(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[Stage], None]:
    """Serve the documents of a stage, with the settings of a world of fakes."""

    def deployed(stage: Stage) -> None:
        facts = Deployment.parse(deployment(stage).to_text())
        agreeing = Agreeing(world.agreements, Terms(version_of(facts), PROCESSOR, timedelta(days=1)), facts)
        monkeypatch.setattr(documents, "build", lambda: documents.Documents(world.settings, BOUNDS, facts))
        monkeypatch.setattr(team_settings, "build_agreement", lambda: agreeing)
        monkeypatch.setattr(team_settings, "build", lambda: world.changing)
        for module in (documents, team_settings):
            monkeypatch.setattr(module, "now", world.clock)

    deployed(STAGE)
    return deployed


def _read(name: str, language: str = "en", accept: str = "application/json", **more: str) -> str:
    path, query = DOCUMENTS[name]
    event = request("list_jobs", query=query | {"language": language} | more, headers={"Accept": accept})
    event |= {"httpMethod": "GET", "resource": path}
    event["requestContext"]["authorizer"]["claims"] |= {"username": "x", "sub": "ada"}
    handler = team_settings.handler if name == "agreement" else documents.handler
    answered = handler(event, Context())
    assert answered["statusCode"] == 200
    body: str = answered["body"]
    return body


def _change(**change: object) -> None:
    event = request("list_jobs", body={"version": 0, **change})
    assert team_settings.handler(event | {"httpMethod": "PATCH"}, Context())["statusCode"] == 200


# What changes in the stage, and what each document says of it then.
FACTS: Mapping[str, tuple[Callable[[Stage], Stage], str, tuple[str, ...]]] = {
    "a sub-processor": (
        lambda stage: replace(stage, sub_processors=(*stage.sub_processors, OTHER)),
        "Labels Ltd",
        (*OF_A_TEAM, "agreement"),
    ),
    "the region": (
        lambda stage: replace(stage, region="eu-north-1"),
        "eu-north-1",
        (*OF_A_TEAM, "agreement"),
    ),
    "a time": (
        lambda stage: replace(stage, access_log_days=11),
        "11",
        (*OF_A_TEAM, "agreement"),
    ),
    "the contact": (
        lambda stage: replace(stage, operator=replace(stage.operator, contact="new@example.org")),
        "new@example.org",
        tuple(DOCUMENTS),
    ),
}


@pytest.mark.parametrize(("change", "said", "names"), FACTS.values(), ids=FACTS)
def test_what_is_deployed_otherwise_is_said_otherwise_by_every_document(
    deploy: Callable[[Stage], None], change: Callable[[Stage], Stage], said: str, names: tuple[str, ...]
) -> None:
    before = {(name, *form): _read(name, *form) for name in names for form in FORMS}
    deploy(change(STAGE))
    for key, text in before.items():
        assert (said in text, said in _read(*key)) == (False, True), key


@pytest.mark.parametrize("name", OF_A_TEAM)
def test_a_purpose_that_a_team_declares_is_named_with_its_basis_in_each_document_of_the_team(
    deploy: Callable[[Stage], None], name: str
) -> None:
    words = {"en": "Improve our software", "de": "Unsere Software verbessern"}
    training = {"basis": "consent", "opt_in": True, "description": words}
    before = {form: _read(name, *form) for form in FORMS}
    _change(purposes={"training": training})
    for (language, accept), text in before.items():
        after = _read(name, language, accept)
        assert (words[language] in text, words[language] in after) == (False, True)
    (named,) = [each for each in json.loads(_read(name))["purposes"] if each["purpose"] == "training"]
    assert (named["basis"], named["@type"]) == ("consent", "eu-gdpr:A6-1-a")
    assert "training" not in _read("notice", team=OTHER_TEAM)


def test_a_purpose_without_words_in_a_language_is_told_in_those_it_has(
    deploy: Callable[[Stage], None],
) -> None:
    _change(purposes={"x": {"basis": "contract", "opt_in": False, "description": {"fr": "Pour vous"}}})
    assert "Pour vous" in _read("notice", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_assessment_begins_with_what_the_law_wants_and_asks_what_nobody_else_knows(
    deploy: Callable[[Stage], None], language: str
) -> None:
    read: dict[str, Any] = json.loads(_read("assessment", language))
    as_described("ImpactAssessment", read)
    assert (read["@type"], read["team"]) == ("dpv:DPIA", TEAM)
    assert [each["need"] for each in read["necessity"]] == list(NECESSITY)
    assert [each["risk"] for each in read["assessment"]] == list(RISKS)
    assert all(each["measures"] for each in read["assessment"])
    assert [each["question"] for each in read["open"]] == list(QUESTIONS)


def test_a_part_that_there_is_not_is_refused(deploy: Callable[[Stage], None]) -> None:
    event = request("list_jobs", query={"part": "all"}) | {"httpMethod": "GET", "resource": documents.RECORDS}
    answered = documents.handler(event, Context())
    assert (answered["statusCode"], json.loads(answered["body"])["field"]) == (422, "part")
