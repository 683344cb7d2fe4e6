"""Consents, from the gateway's event to the answer: of a team's user, and of a session's own."""

import json
from typing import Any

import pytest

from functions.consents import handler as consents
from functions.consents.handler import Consenting
from functions.core.deployment import Deployment, Operator
from functions.core.opt_outs import KeepOptOuts
from functions.core.purposes import Purpose
from tests.fakes.opt_outs import FakeOptOuts
from tests.fakes.output import Printed
from tests.fakes.world import OTHER_TEAM, TEAM, World
from tests.handlers.loading import as_described

CANARY = "canary@example.org"
FACTS = Deployment(
    Operator("Example GmbH", "Berlin", "ops@example.org", "privacy@example.org"),
    "prod",
    "eu-central-1",
    (),
    (),
    {},
)
BODY = {"notice": "2026-11", "language": "en", "given_by": "self", "evidence": {"box": "training"}}
ONE = "/v1/users/{user_id}/consents/{purpose}"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    made.declare(training=Purpose("consent", opt_in=True, description={"en": "Improve our software"}))
    opting = KeepOptOuts(FakeOptOuts(made.ledger), made.ledger, made.mac)
    it = Consenting(made.consenting, opting, FACTS, path_encoded=False)
    monkeypatch.setattr(consents, "build", lambda: it)
    return made


def call(method: str, body: object = None, purpose: str = "training", team: str = TEAM) -> Any:
    claims = {"sub": "x", "client_id": "x", "team": team, "roles": "client"}
    path = {"user_id": CANARY} | ({"purpose": purpose} if purpose else {})
    return answered(
        method, ONE if purpose else "/v1/users/{user_id}/consents", {"claims": claims}, path, body
    )


def by_session(world: World, method: str, body: object = None) -> Any:
    context = {"team": TEAM, "person": "p", "epoch": 0, "subject": world.subject(CANARY)}
    return answered(method, "/v1/me/consents/{purpose}", context, {"purpose": "training"}, body)


def answered(method: str, resource: str, authorizer: Any, path: Any, body: object) -> Any:
    event = {
        "httpMethod": method,
        "resource": resource,
        "requestContext": {"authorizer": authorizer, "requestId": "r"},
        "pathParameters": path,
        "body": None if body is None else json.dumps(body),
    }
    answer = consents.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"])


def test_a_consent_is_given_read_listed_and_withdrawn(world: World) -> None:
    status, given = call("PUT", BODY)
    assert status == 200
    as_described("GivenConsent", given)
    assert given["receipt"]["consent_record"] == given["record"]
    status, read = call("GET")
    as_described("Consent", read)
    assert (status, read["state"], read["evidence"]) == (200, "given", BODY["evidence"])
    status, listed = call("GET", purpose="")
    as_described("Consents", listed)
    assert listed == {"consents": [read]}
    status, withdrawn = call("DELETE")
    as_described("Consent", withdrawn)
    assert (status, withdrawn["state"]) == (200, "withdrawn")


def test_a_session_gives_and_withdraws_its_own(world: World) -> None:
    assert by_session(world, "PUT", BODY)[0] == 200
    assert call("GET")[1]["state"] == "given"
    assert by_session(world, "DELETE")[1]["state"] == "withdrawn"
    assert by_session(world, "GET")[1] == call("GET")[1]


def test_another_team_sees_no_consent_of_a_user_of_the_same_id(world: World) -> None:
    """Promise 10."""
    call("PUT", BODY)
    assert call("GET", team=OTHER_TEAM)[0] == call("DELETE", team=OTHER_TEAM)[0] == 404
    assert call("GET", purpose="", team=OTHER_TEAM)[1] == {"consents": []}


@pytest.mark.parametrize(
    ("body", "purpose", "status", "code"),
    [
        ({**BODY, "evidence": None}, "training", 422, "invalid"),
        ([CANARY], "training", 400, "malformed"),
        (BODY, "masking", 409, "consent_not_needed"),
        (BODY, "canary", 404, "not_found"),
    ],
)
def test_what_is_refused_says_why_and_repeats_nothing(
    world: World, printed: Printed, body: object, purpose: str, status: int, code: str
) -> None:
    """Promise 15."""
    answered, problem = call("PUT", body, purpose)
    assert (answered, problem["type"]) == (status, f"urn:moretta:problem:{code}")
    assert "canary" not in json.dumps(problem) + printed()
    assert not world.consents.rows


def opting(world: World, method: str, *, by_team: bool) -> Any:
    """The opt-out of one user, by the team's backend or by the user's session."""
    if by_team:
        claims = {"sub": "x", "client_id": "x", "team": TEAM, "roles": "client"}
        path = {"user_id": CANARY}
        return answered(method, "/v1/users/{user_id}/opt-outs/sale-sharing", {"claims": claims}, path, None)
    context = {"team": TEAM, "person": "p", "epoch": 0, "subject": world.subject(CANARY)}
    return answered(method, "/v1/me/opt-outs/sale-sharing", context, {}, None)


def test_a_user_opts_out_of_sale_and_sharing_and_the_team_can_ask(world: World) -> None:
    assert opting(world, "GET", by_team=True) == (200, {"opted_out": False})
    status, said = opting(world, "PUT", by_team=False)
    as_described("OptOut", said)
    assert (status, said["opted_out"], said["by"]) == (200, True, "self")
    assert opting(world, "GET", by_team=True) == (200, said)
    assert opting(world, "DELETE", by_team=True)[1]["opted_out"] is False
    assert opting(world, "GET", by_team=False)[1]["by"] == "client"
