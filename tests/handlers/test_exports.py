"""Exports, from the gateway's event to the answer, and the steps of their workflow."""

import io
import json
import zipfile
from typing import Any

import pytest

from functions.edge.steps import Unfinished
from functions.exports import handler as exports
from functions.make_export import handler as worker
from tests.fakes.output import Printed
from tests.fakes.world import OTHER_TEAM, TEAM, World
from tests.handlers.loading import Context, as_described

CANARY = "canary@example.org"
ALL = "/v1/users/{user_id}/exports"


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the functions from fakes."""
    monkeypatch.setattr(exports, "build", lambda: (world.keeping, False))
    monkeypatch.setattr(worker, "build", lambda: world.exporting)
    for module in (exports, worker):
        monkeypatch.setattr(module, "now", world.clock)


def call(method: str, export_id: str = "", team: str = TEAM, key: str = "") -> tuple[int, Any, Any]:
    claims = {"sub": "x", "client_id": "x", "team": team, "roles": "client"}
    path = {"user_id": CANARY} | ({"id": export_id} if export_id else {})
    return answered(method, f"{ALL}/{{id}}" if export_id else ALL, {"claims": claims}, path, key)


def by_session(world: World, method: str, export_id: str = "", user: str = CANARY) -> tuple[int, Any, Any]:
    context = {"team": TEAM, "person": "p", "epoch": 0, "subject": world.subject(user)}
    path = {"id": export_id} if export_id else None
    return answered(method, "/v1/me/exports", context, path)


def answered(method: str, resource: str, authorizer: Any, path: Any, key: str = "") -> tuple[int, Any, Any]:
    event = {
        "httpMethod": method,
        "resource": resource,
        "requestContext": {"authorizer": authorizer, "requestId": "r"},
        "pathParameters": path,
        "headers": {"Idempotency-Key": key} if key else {},
    }
    answer = exports.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def step(export_id: str, milliseconds: int = 300_000, **more: str) -> dict[str, Any]:
    return worker.handler({"team": TEAM, "export": export_id, **more}, Context(milliseconds))


def test_an_export_is_asked_for_made_followed_listed_and_downloaded(world: World, printed: Printed) -> None:
    """Promise 15: no id of a user in what is logged."""
    world.masked(CANARY)
    world.clock.advance(1)
    status, asked, headers = call("POST")
    as_described("Export", asked)
    assert (status, asked["state"]) == (202, "running")
    assert headers["Location"] == f"/v1/users/canary%40example.org/exports/{asked['id']}"
    assert step(asked["id"]) == {"next": "end"}
    status, told, _ = call("GET", asked["id"])
    as_described("Export", told)
    assert (status, told["state"], told["counts"]["results"]) == (200, "completed", 1)
    data = world.keeping.links.open(told.pop("download"))  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
    assert told["size"] == len(data)
    status, listed, _ = call("GET")
    as_described("Exports", listed)
    assert (status, listed) == (200, {"exports": [told]})
    assert "canary" not in printed()


def test_a_session_exports_its_own_user_and_nobody_else(world: World) -> None:
    """Promise 10."""
    status, asked, headers = by_session(world, "POST")
    assert (status, headers["Location"]) == (202, f"/v1/me/exports/{asked['id']}")
    assert by_session(world, "GET", asked["id"])[:2] == call("GET", asked["id"])[:2]
    assert by_session(world, "GET", asked["id"], "u2")[0] == 404
    assert by_session(world, "GET", user="u2")[1] == {"exports": []}


def test_another_team_sees_no_export_of_a_user_of_the_same_id(world: World) -> None:
    """Promise 10."""
    asked = call("POST")[1]
    assert call("GET", asked["id"], OTHER_TEAM)[0] == 404
    assert call("GET", team=OTHER_TEAM)[1] == {"exports": []}
    assert call("POST", team=OTHER_TEAM)[1]["id"] != asked["id"]


def test_a_key_is_one_export(world: World) -> None:
    asked = call("POST", key="k")[1]
    step(asked["id"])
    world.clock.advance(1)
    assert call("POST", key="k")[1]["id"] == asked["id"]
    assert call("POST")[1]["id"] != asked["id"]
    assert call("POST", key="k" * 256)[0] == 422


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "x"}, {"after": "x"}, {"state": "done"}])
def test_a_page_that_cannot_be_is_refused(world: World, query: dict[str, str]) -> None:
    claims = {"sub": "x", "client_id": "x", "team": TEAM, "roles": "client"}
    event = {
        "httpMethod": "GET",
        "resource": ALL,
        "requestContext": {"authorizer": {"claims": claims}},
        "pathParameters": {"user_id": "u1"},
        "queryStringParameters": query,
    }
    assert exports.handler(event, None)["statusCode"] == 422


def test_a_step_without_time_says_when_to_go_on_and_the_next_one_ends_it(world: World) -> None:
    asked = call("POST")[1]
    steps = 0
    while (told := step(asked["id"], 1000))["next"] == "wait":
        steps += 1
    assert (told, steps) == ({"next": "end"}, 5)


def test_a_worker_that_breaks_says_nothing_and_one_that_gives_up_says_so(
    world: World, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 15: Step Functions keeps what is raised for 90 days."""
    asked = call("POST")[1]

    def broken(*_args: object) -> bytes:
        raise ValueError(CANARY)

    world.masked(CANARY)
    monkeypatch.setattr(world.archive, "start", broken)
    with pytest.raises(Unfinished) as raised:
        step(asked["id"])
    assert (str(raised.value), raised.value.__cause__) == ("", None)
    assert "canary" not in printed()
    assert step(asked["id"], step="give_up") == {"next": "end"}
    assert call("GET", asked["id"])[1]["state"] == "failed"
