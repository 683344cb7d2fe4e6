"""What the service says about itself, from the gateway's event to its answer."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.deployment import MEASURES, Deployment, Operator, SubProcessor
from functions.core.deployment_words import LANGUAGES
from functions.core.routes import ROUTES
from functions.core.times import from_text
from functions.documents import handler as documents
from functions.team_settings import handler as team_settings
from infra.deployment import deployment
from infra.stage import STAGES
from tests.fakes.world import BOUNDS, OTHER_TEAM, TEAM, World
from tests.handlers.loading import Context, as_described, request

OPERATOR = Operator("Beispiel GmbH", "Beispielweg 1, Berlin", "ops@example.org", "privacy@example.org")
FACTS: Deployment = deployment(replace(STAGES["prod"], operator=OPERATOR))
RECORDS = "/v1/team/records-of-processing"


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the functions from fakes and the facts of a real stage."""
    monkeypatch.setattr(documents, "build", lambda: documents.Documents(world.settings, BOUNDS, FACTS))
    monkeypatch.setattr(documents, "now", world.clock)
    monkeypatch.setattr(team_settings, "build", lambda: world.changing)
    monkeypatch.setattr(team_settings, "now", world.clock)


def _get(path: str, accept: str = "application/json", **query: str) -> tuple[int, str, dict[str, str]]:
    event = request("list_jobs", query=query or None, headers={"Accept": accept})
    event |= {"httpMethod": "GET", "resource": path}
    if path != RECORDS:
        del event["requestContext"]["authorizer"]
    answered = documents.handler(event, Context())
    return answered["statusCode"], answered["body"], answered["headers"]


def _change(**retention: int) -> None:
    version = json.loads(
        team_settings.handler(request("list_jobs") | {"httpMethod": "GET"}, Context())["body"]
    )
    event = request("list_jobs", body={"version": version["version"], "retention": retention})
    assert team_settings.handler(event | {"httpMethod": "PATCH"}, Context())["statusCode"] == 200


def _every_document() -> dict[tuple[str, str, str], str]:
    return {
        (name, language, accept): _get(path, accept, language=language, **more)[1]
        for name, path, more in (
            ("notice", "/v1/privacy", {"team": TEAM}),
            ("record", RECORDS, {}),
            ("assessment", RECORDS, {"part": "assessment"}),
        )
        for language in LANGUAGES
        for accept in ("application/json", "text/html")
    }


def test_what_a_team_keeps_for_correction_is_told_when_it_has_chosen_so() -> None:
    _change(correction_window=2 * 1440)
    for key, text in _every_document().items():
        assert ("2 days" if key[1] == "en" else "2 Tage") in text, key
    assert "correction" not in _get("/v1/privacy", team=OTHER_TEAM)[1]


@pytest.mark.parametrize("setting", ["originals", "results", "job_records"])
def test_a_changed_setting_changes_every_document(setting: str) -> None:
    """Promise 14: what the product says about itself is generated from what is deployed and set."""
    before, others = _every_document(), _get("/v1/privacy", team=OTHER_TEAM)
    days = 45
    _change(**{setting: days * 1440})
    after = _every_document()
    for key, text in after.items():
        said = f"{days} {'days' if key[1] == 'en' else 'Tage'}"
        assert (said in before[key], said in text) == (False, True), key
    assert _get("/v1/privacy", team=OTHER_TEAM) == others


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_is_as_described_and_names_whatever_is_deployed(language: str) -> None:
    notice = json.loads(_get("/v1/privacy", language=language)[1])
    record = json.loads(_get(RECORDS, language=language)[1])
    as_described("Notice", notice)
    as_described("ProcessingRecord", record)
    for said in (notice, record):
        kept = [kept.what for kept in FACTS.stores if kept.what != "correction"]  # which nobody has chosen
        assert [each["what"] for each in said["stored"]] == kept
        assert [each["measure"] for each in said["measures"]] == list(MEASURES)
        assert said["processor"]["name"] == FACTS.operator.name
        assert [SubProcessor(**other) for other in said["sub_processors"]] == list(FACTS.sub_processors)
        assert FACTS.region in said["transfers"]
    assert (record["team"], record["settings_version"]) == (TEAM, 0)


def test_a_right_names_routes_that_exist_or_whom_to_ask() -> None:
    rights = json.loads(_get("/v1/privacy")[1])["rights"]
    names = {route.name for route in ROUTES}
    assert all(set(right["how"]) <= names and bool(right["how"]) != ("ask" in right) for right in rights)
    (erasure,) = [right for right in rights if right["article"] == "17"]
    assert "DELETE /v1/me" in erasure["how"]


def test_a_browser_gets_a_page_that_fetches_nothing_and_escapes_everything(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = FACTS.to_text().replace(FACTS.operator.name, "<script>x</script>")
    made = documents.Documents(world.settings, BOUNDS, Deployment.parse(hostile))
    monkeypatch.setattr(documents, "build", lambda: made)
    status, text, headers = _get("/v1/privacy", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "http" not in text


def test_the_language_is_asked_for_or_what_the_browser_speaks() -> None:
    event: dict[str, Any] = {"resource": "/v1/privacy", "headers": {"Accept-Language": "fr, de-AT;q=0.8"}}
    assert json.loads(documents.handler(event, Context())["body"])["language"] == "de"
    assert json.loads(documents.handler({"resource": "/v1/privacy"}, Context())["body"])["language"] == "en"
    status, problem, _ = _get("/v1/privacy", language="fr")
    assert (status, json.loads(problem)["field"]) == (422, "language")


def test_a_team_that_is_not_there_is_told_as_a_new_one_is() -> None:
    """Promise 10: whether there is a team of that id is not told."""
    assert _get("/v1/privacy", team="z" * 16) == _get("/v1/privacy", team=OTHER_TEAM)
    assert json.loads(_get("/v1/privacy", team="../x")[1])["field"] == "team"


def test_security_txt_names_a_contact_and_a_day_to_come(world: World) -> None:
    """RFC 9116: Contact and Expires are required, the latter less than a year away."""
    status, text, headers = _get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert fields["Contact"] == f"mailto:{FACTS.operator.contact}"
    assert timedelta(0) < from_text(fields["Expires"]) - world.clock() < timedelta(days=365)


def test_the_contacts_of_a_team_stand_in_its_documents_and_in_no_others() -> None:
    event = request(
        "list_jobs", body={"version": 0, "contacts": {"controller": "Photos & Co", "dpo": "d@x.org"}}
    )
    assert team_settings.handler(event | {"httpMethod": "PATCH"}, Context())["statusCode"] == 200
    for (path, _, accept), text in _every_document().items():
        assert "d@x.org" in text, path
        assert ("Photos &amp; Co" if accept == "text/html" else "Photos & Co") in text
    as_described("Notice", json.loads(_get("/v1/privacy", team=TEAM)[1]))
    as_described("ProcessingRecord", json.loads(_get(RECORDS)[1]))
    assert "d@x.org" not in _get("/v1/privacy", team=OTHER_TEAM)[1]
