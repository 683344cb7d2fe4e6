"""The documents say what the routes do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from functions.core.consent import parse_consented
from functions.core.create_session import parse_session_request
from functions.core.erasure_request import parse_erasure_request
from functions.core.hold import parse_hold
from functions.core.job_request import parse_job_request, parse_job_requests
from functions.core.member import parse_invitation, parse_roles
from functions.core.openapi import openapi
from functions.core.recipe import parse_recipe
from functions.core.recipe_schemas import RECIPE_EXAMPLE
from functions.core.remask_job import parse_remask
from functions.core.report import parse_report
from functions.core.restriction import parse_ground
from functions.core.reviews import parse_added
from functions.core.routes import PUBLIC, ROUTES, Route
from functions.core.subjects import Identified
from functions.core.team_settings import defaults, merged
from functions.core.times import now
from functions.core.webhook import parse_change, parse_webhook
from tests.fakes.clock import START
from tests.fakes.world import BOUNDS
from tools.breaking import breaking
from tools.openapi import DOCS, written

DOCUMENT = openapi()
USER = Identified("p" * 32, 0, "s" * 32)
SCHEMAS = DOCUMENT["components"]["schemas"]
EXAMPLES = [(name, example) for name, schema in SCHEMAS.items() for example in schema.get("examples", [])]


@pytest.mark.parametrize("name", written())
def test_a_committed_document_is_the_one_that_the_routes_make(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == written()[name], "run `make openapi`"


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_route_is_described_with_whose_token_and_which_scope_it_wants() -> None:
    described = {
        f"{method.upper()} {path}": operation["security"]
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
    }
    assert described == {route.name: _wanted(route) for route in ROUTES}


def _wanted(route: Route) -> list[dict[str, list[str]]]:
    if route.scope == PUBLIC:
        return []
    return [{"session": [route.scope]} if route.kind == "session" else {"token": [f"moretta/{route.scope}"]}]


@pytest.mark.parametrize(
    ("name", "example"), EXAMPLES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(EXAMPLES)]
)
def test_every_example_is_what_its_schema_says_and_the_code_takes_it(name: str, example: Any) -> None:
    Draft202012Validator({**SCHEMAS[name], "components": DOCUMENT["components"]}).validate(example)
    read: dict[str, Callable[[Any], object]] = {
        "Recipe": parse_recipe,
        "JobRequest": lambda value: parse_job_request(value, 1000),
        "JobRequests": lambda value: parse_job_requests(value, 1000),
        "WebhookRequest": parse_webhook,
        "WebhookChange": parse_change,
        "OwnJobRequest": lambda value: parse_job_request(value, 1000, USER),
        "OwnJobRequests": lambda value: parse_job_requests(value, 1000, USER),
        "SessionRequest": parse_session_request,
        "Invitation": parse_invitation,
        "Roles": parse_roles,
        "ReviewRelease": lambda value: parse_added(value, parse_recipe(RECIPE_EXAMPLE)),
        "Report": lambda value: parse_report(value, "team", now()),
        "Remask": parse_remask,
        "ConsentRequest": parse_consented,
        "SettingsChange": lambda value: merged(defaults(BOUNDS), value, BOUNDS, START),
        "RestrictionRequest": parse_ground,
        "HoldRequest": lambda value: parse_hold(value, "ada", now()),
        "ErasureRequest": lambda value: parse_erasure_request(value, "teamaaaaaaaaaaaa", now()),
    }
    read[name](example)


def _changed(path: str, value: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    *parents, last = path.split("|")
    place = document
    for parent in parents:
        place = place[parent]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("paths|/v1/jobs", None, id="a path is gone"),
        pytest.param("paths|/v1/jobs|get", None, id="a method is gone"),
        pytest.param("paths|/v1/jobs/{id}|get|responses|200", None, id="an answer is gone"),
        pytest.param("paths|/v1/jobs|get|security", [{"token": ["moretta/x"]}], id="another scope is asked"),
        pytest.param("components|schemas|Job|properties|state", None, id="a field of an answer is gone"),
        pytest.param("components|schemas|Job|properties|width|type", "string", id="a field has another type"),
        pytest.param(
            "components|schemas|Recipe|required",
            ["version", "hide", "if_nothing"],
            id="a field is required now",
        ),
        pytest.param(
            "components|schemas|Recipe|properties|if_nothing|enum",
            ["review"],
            id="a value is no longer taken",
        ),
    ],
)
def test_a_change_that_breaks_callers_is_found(path: str, value: Any) -> None:
    assert breaking(DOCUMENT, _changed(path, value))


def test_an_addition_breaks_nobody() -> None:
    document = _changed("components|schemas|Job|properties|new", {"type": "string"})
    document["paths"]["/v1/new"] = document["paths"]["/openapi.json"]
    assert breaking(DOCUMENT, document) == []


def test_nothing_that_was_released_is_broken() -> None:
    released = json.loads((DOCS / "openapi-released.json").read_text(encoding="utf-8"))
    assert breaking(released, DOCUMENT) == []
