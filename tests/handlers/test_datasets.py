"""GET /v1/team/datasets/{purpose}, from the gateway's event to the answer."""

import json
from dataclasses import replace
from typing import Any

import pytest

from functions.core.consent import Consented
from functions.core.consents import Whose, give_consent
from functions.core.purposes import Purpose
from functions.datasets import handler as datasets
from tests.fakes.world import TEAM, World, a_request
from tests.handlers.loading import as_described


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    made.declare(training=Purpose("consent", opt_in=True, description={"en": "improve"}, keeps="result"))
    monkeypatch.setattr(datasets, "build", lambda: made.dataset)
    monkeypatch.setattr(datasets, "now", made.clock)
    told = Consented("2026-11", "en", "self", "{}")
    give_consent(Whose(TEAM, "u1"), "training", told, made.consenting, made.clock())
    _, form = made.ask(replace(a_request(), purposes=("masking", "training"), consents=("training",)))
    assert form is not None
    made.mask(made.upload(form))
    return made


def call(purpose: str = "training", query: dict[str, str] | None = None) -> Any:
    claims = {"sub": "x", "client_id": "x", "team": TEAM, "roles": "client"}
    event = {
        "httpMethod": "GET",
        "resource": "/v1/team/datasets/{purpose}",
        "requestContext": {"authorizer": {"claims": claims}, "requestId": "r"},
        "pathParameters": {"purpose": purpose},
        "queryStringParameters": query,
    }
    answer = datasets.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"])


def test_a_page_tells_what_is_kept_and_where_it_is(world: World) -> None:
    status, page = call()
    as_described("DatasetPage", page)
    (copy,) = page["copies"]
    assert (status, copy["content_type"], "next" in page) == (200, "image/jpeg", False)
    assert (world.views.open(copy["download"]) or b"").startswith(b"masked")
    assert call(query={"limit": "1"})[1]["next"]


@pytest.mark.parametrize(
    ("purpose", "query", "status"),
    [("masking", {}, 404), ("x", {}, 404), ("training", {"limit": "0"}, 422), ("training", {"a": "b"}, 422)],
    ids=["keeps nothing", "never declared", "no page", "unknown"],
)
def test_what_cannot_be_answered_is_a_problem(
    world: World, purpose: str, query: dict[str, str], status: int
) -> None:
    told, problem = call(purpose, query)
    as_described("Problem", problem)
    assert told == status
