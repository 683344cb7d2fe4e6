"""Schemathesis over the whole OpenAPI document, with every kind of token (`make fuzz`, ten minutes)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.core.openapi import openapi
from functions.core.routes import PUBLIC, ROUTES, Route, route_named
from functions.core.scopes import CLIENT, STAFF
from soak.callers import FOREIGN, KINDS, Callers, permitted
from tools.bundle import bundle
from tools.deployed import assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.local_cloud import LocalCloud
from tools.targets import Target

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REFUSED = {400, 401, 403, 404, 413}  # the gateway may read a request before it asks for its token
schema = schemathesis.openapi.from_dict(openapi())
# Without schemathesis' own hundreds of cases for each operation: each is made by eighteen callers.
FEW = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": False}}})
by_everybody = schemathesis.openapi.from_dict(openapi(), config=FEW)


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """A deployed stack, and everybody who may call it."""
    bundle(Target.here())
    fetch()
    assembly = tmp_path_factory.mktemp("synth") / "out"
    assemble_stages(["local"], assembly)
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as cloud:
        yield Callers(deploy_stages(cloud, assembly)["local"])


def limits(examples: int) -> settings:
    """So many requests for each operation, and a new choice of them each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_the_document_has_every_route_and_says_what_is_public() -> None:
    documented = {
        (f"{method.upper()} {path}", bool(operation["security"]))
        for path, operations in openapi()["paths"].items()
        for method, operation in operations.items()
    }
    assert documented == {(route.name, route.scope != PUBLIC) for route in ROUTES}


@schema.parametrize()
@limits(30)
def test_no_request_of_who_may_ask_breaks_the_api(case: Any, callers: Callers, tally: Counter[str]) -> None:
    """Whose token lets it through to the code: a backend's, a session's, or a person's."""
    kind = next(kind for kind in (CLIENT, "session", *STAFF) if permitted(kind, _route(case)))
    _ask(case, kind, callers, tally)


@by_everybody.parametrize()
@limits(6)
def test_no_token_opens_or_breaks_what_it_is_not_for(
    case: Any, callers: Callers, tally: Counter[str]
) -> None:
    """Each request is made with every kind of token."""
    route, made_up = _route(case), dict(case.path_parameters or {})
    for kind in KINDS:
        case.path_parameters = dict(made_up)
        status = _ask(case, kind, callers, tally)
        if not permitted(kind, route):
            assert status in REFUSED, kind
        if kind == FOREIGN and "{id}" in route.path:
            assert not 200 <= status < 300


def _route(case: Any) -> Route:
    route = route_named(f"{case.operation.method.upper()} {case.operation.path}")
    assert route
    return route


def _ask(case: Any, kind: str, callers: Callers, tally: Counter[str]) -> int:
    route = _route(case)
    tally[f"asked as {kind}"] += 1
    # A made-up id is never found: every second request, and each one of the other team, names one that is.
    if "{id}" in route.path and (kind == FOREIGN or tally[f"asked as {kind}"] % 2):
        case.path_parameters["id"] = callers.known(kind, route)
    token = callers.token(kind, route)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = case.call(base_url=callers.client.api_url, headers=headers, verify=str(callers.client.ca_bundle))
    tally[f"answered {answer.status_code}"] += 1
    case.validate_response(answer, checks=CHECKS)
    return int(answer.status_code)
