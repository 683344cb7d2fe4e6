"""Schemathesis over the whole OpenAPI document, with every kind of token (`make fuzz`)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.core.openapi import openapi
from functions.core.scopes import CLIENT, ROLE_SCOPES, SERVER
from tools.bundle import bundle
from tools.client import Client
from tools.deployed import assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.local_cloud import LocalCloud
from tools.targets import Target
from tools.team import make_team

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKENS = ["none", "forged", *ROLE_SCOPES[CLIENT]]
schema = schemathesis.openapi.from_dict(openapi())


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    bundle(Target.here())
    fetch()
    assembly = Path(tempfile.mkdtemp(dir=tmp_path_factory.mktemp("synth"))) / "out"
    assemble_stages(["local"], assembly)
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as cloud:
        deployed = deploy_stages(cloud, assembly)["local"]
        team = make_team(deployed.session, deployed.outputs, "Fuzzed")
        yield Client(
            deployed.api_url, deployed.token_url, team.client_id, team.client_secret, deployed.ca_bundle
        )


@pytest.fixture(scope="session")
def tokens(client: Client) -> dict[str, str]:
    named = {scope: client.token(f"{SERVER}/{scope}") for scope in ROLE_SCOPES[CLIENT]}
    return {"none": "", "forged": "eyJhbGciOiJub25lIn0.e30.", "whole": client.token(), **named}


def limits(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@schema.parametrize()
@limits(60)
def test_no_request_with_a_good_token_breaks_the_api(
    case: Any, client: Client, tokens: dict[str, str]
) -> None:
    _ask(case, client, tokens["whole"])


@pytest.mark.parametrize("kind", TOKENS)
@schema.parametrize()
@limits(4)
def test_no_route_serves_a_token_that_may_not_ask(
    case: Any, kind: str, client: Client, tokens: dict[str, str]
) -> None:
    status = _ask(case, client, tokens[kind])
    wanted = case.operation.definition.raw["security"]
    asked = [scope for entry in wanted for scopes in entry.values() for scope in scopes]
    assert not asked or f"{SERVER}/{kind}" in asked or status in {401, 403, 404}


def _ask(case: Any, client: Client, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = case.call(base_url=client.api_url, headers=headers, verify=str(client.ca_bundle))
    case.validate_response(answer, checks=CHECKS)
    return int(answer.status_code)
