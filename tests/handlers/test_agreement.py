"""GET and POST /v1/team/agreement, from the gateway's event to its answer; and what waits for it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.agreeing import Agreeing
from functions.core.agreement import PROCESSOR, Terms
from functions.core.agreement_text import version_of
from functions.create_job import handler as create_job
from functions.team_settings import handler as team_settings
from infra.deployment import deployment
from infra.stage import STAGES
from tests.fakes.world import MOST_BYTES, World
from tests.handlers.loading import Context, as_described, request

PATH = "/v1/team/agreement"
FACTS = deployment(STAGES["prod"])
VERSION = version_of(FACTS)


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the functions from fakes, and the facts of a real stage that wants the agreement."""
    terms = Terms(VERSION, PROCESSOR, timedelta(days=30))
    creating = replace(world.creating, terms=terms)
    monkeypatch.setattr(team_settings, "build_agreement", lambda: Agreeing(world.agreements, terms, FACTS))
    monkeypatch.setattr(create_job, "build", lambda: (creating, MOST_BYTES))
    for module in (team_settings, create_job):
        monkeypatch.setattr(module, "now", world.clock)


def _call(method: str, body: object = None, **more: Any) -> tuple[int, str, dict[str, str]]:
    event = request("list_jobs", body=body, **more) | {"httpMethod": method, "resource": PATH}
    event["requestContext"]["authorizer"]["claims"] |= {"username": "x", "sub": "ada"}
    answered = team_settings.handler(event, Context())
    return answered["statusCode"], answered["body"], answered["headers"]


def _upload() -> tuple[int, dict[str, Any]]:
    answered = create_job.handler(request("create_job"), Context())
    return answered["statusCode"], json.loads(answered["body"])


def test_it_is_read_accepted_and_then_there_are_uploads(world: World) -> None:
    status, problem = _upload()
    as_described("Problem", problem)
    assert (status, problem["type"]) == (409, "urn:moretta:problem:agreement_missing")
    status, text, _ = _call("GET")
    read = json.loads(text)
    as_described("Agreement", read)
    assert (status, read["version"], read["state"], read["accepted"]) == (200, VERSION, "missing", [])
    as_described("AgreementAcceptance", {"version": VERSION})
    status, text, _ = _call("POST", {"version": VERSION})
    accepted = json.loads(text)
    as_described("Agreement", accepted)
    (one,) = accepted["accepted"]
    assert (status, accepted["state"], one["by"], one["version"]) == (200, "accepted", "ada", VERSION)
    assert _call("POST", {"version": VERSION})[1] == text
    assert _upload()[0] == 201
    assert json.loads(_call("GET", client="client-b")[1])["state"] == "missing"
    assert [entry.by for entry in world.agreements.audit] == ["ada"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param({"version": "1-000000000000"}, 409, "agreement_changed", id="another version"),
        pytest.param({}, 422, "invalid", id="no version"),
        pytest.param({"version": 1}, 422, "invalid", id="no text"),
        pytest.param({"version": VERSION, "by": "eve"}, 422, "invalid", id="an unknown field"),
        pytest.param("[]", 400, "malformed", id="no object"),
    ],
)
def test_what_is_refused_is_accepted_by_nobody(world: World, body: object, status: int, code: str) -> None:
    answered, text, _ = _call("POST", body)
    assert (answered, json.loads(text)["type"]) == (status, f"urn:moretta:problem:{code}")
    assert world.agreements.accepted == {}


def test_a_browser_gets_a_page_in_its_language_and_an_unknown_version_is_404() -> None:
    status, text, headers = _call("GET", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h2>Was vereinbart ist</h2>" in text
    assert VERSION in text
    assert _call("GET", query={"version": "1-000000000000"})[0] == 404
    status, text, _ = _call("GET", query={"language": "fr"})
    assert (status, json.loads(text)["field"]) == (422, "language")


def test_an_older_version_counts_for_a_while_and_says_until_when(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _call("POST", {"version": VERSION})
    later = deployment(replace(STAGES["prod"], link_seconds=60))
    terms = Terms(version_of(later), PROCESSOR, timedelta(days=30))
    monkeypatch.setattr(team_settings, "build_agreement", lambda: Agreeing(world.agreements, terms, later))
    read = json.loads(_call("GET")[1])
    as_described("Agreement", read)
    assert (read["state"], read["until"]) == ("grace", "2026-12-22T12:00:00.000Z")
    old = json.loads(_call("GET", query={"version": VERSION})[1])
    assert (old["version"], old["state"]) == (VERSION, "grace")
    assert "300 seconds" in json.dumps(old["measures"])
