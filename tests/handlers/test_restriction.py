"""…/restriction, from the gateway's event to the answer: of a team's user, and of a session's own."""

import json
from typing import Any

import pytest

from functions.restriction import handler as restriction
from tests.fakes.output import Printed
from tests.fakes.world import TEAM, World
from tests.handlers.loading import as_described

CANARY = "canary@example.org"
BODY = {"ground": "accuracy_contested"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    monkeypatch.setattr(restriction, "build", lambda: (made.restricting, False))
    monkeypatch.setattr(restriction, "now", made.clock)
    return made


def call(method: str, body: object = None, username: str = "") -> Any:
    claims = {"sub": "ada", "client_id": "x", "team": TEAM, "roles": "client", "username": username}
    path = {"user_id": CANARY}
    return answered(method, "/v1/users/{user_id}/restriction", {"claims": claims}, path, body)


def by_session(world: World, method: str, body: object = None) -> Any:
    context = {"team": TEAM, "person": "p", "epoch": 0, "subject": world.subject(CANARY)}
    return answered(method, "/v1/me/restriction", context, {}, body)


def answered(method: str, resource: str, authorizer: Any, path: Any, body: object) -> Any:
    event = {
        "httpMethod": method,
        "resource": resource,
        "requestContext": {"authorizer": authorizer, "requestId": "r"},
        "pathParameters": path,
        "body": None if body is None else json.dumps(body),
    }
    answer = restriction.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"] or "{}")


def test_a_restriction_is_set_read_and_lifted(world: World) -> None:
    assert call("GET")[0] == 404
    status, made = call("PUT", BODY)
    as_described("Restriction", made)
    assert (status, made["ground"], made["set_by"]) == (200, BODY["ground"], "client")
    assert call("GET") == (200, made)
    assert call("DELETE") == (204, {})
    assert call("DELETE") == (204, {})
    assert call("GET")[0] == 404


def test_it_says_who_set_it(world: World) -> None:
    assert by_session(world, "PUT", BODY)[1]["set_by"] == "self"
    assert call("PUT", BODY, username="ada")[1]["set_by"] == "ada"
    assert by_session(world, "GET")[1]["set_by"] == "ada"
    assert by_session(world, "DELETE") == (204, {})


@pytest.mark.parametrize("body", [{}, {"ground": "x"}, {**BODY, "note": CANARY}], ids=["none", "odd", "more"])
def test_a_ground_that_is_none_is_a_problem_and_nothing_is_done(
    world: World, body: object, printed: Printed
) -> None:
    status, problem = call("PUT", body)
    as_described("Problem", problem)
    assert (status, world.jobs.restrictions) == (422, {})
    assert CANARY not in json.dumps(problem) + printed()
