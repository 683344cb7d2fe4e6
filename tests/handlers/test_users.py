"""GET /v1/users/{user_id} and GET /v1/me, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.users import handler as users
from tests.fakes.world import World
from tests.handlers.loading import Context, as_described, request


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the function from fakes."""
    monkeypatch.setattr(users, "build", lambda: (world.telling, False))
    monkeypatch.setattr(users, "now", world.clock)


def _call(user: str = "u1", client: str = "client-a") -> tuple[int, dict[str, Any]]:
    answered = users.handler(request("list_user_jobs", client=client, user_id=user), Context())
    return answered["statusCode"], json.loads(answered["body"])


def test_what_is_stored_is_told_without_any_id(world: World) -> None:
    job = world.masked()
    status, body = _call()
    as_described("Stored", body)
    assert (status, body["jobs"], body["records"]) == (200, {"done": 1}, {"jobs": 1})
    assert body["files"]["results"]["items"] == 1
    assert not [part for part in ("u1", job.ref.subject, job.ref.job) if part in json.dumps(body)]


def test_another_teams_user_of_the_same_id_is_nobody_here(world: World) -> None:
    world.masked()
    nothing = {"records": {}, "jobs": {}, "files": {}, "held": False, "whole": True}
    assert _call(client="client-b") == (200, nothing)
    assert _call("u1x") == (200, nothing)


def test_a_session_is_told_of_its_own_user(world: World) -> None:
    world.masked()
    asked = request("list_user_jobs", user_id="u2") | {"pathParameters": None}
    told = {"team": "teamaaaaaaaaaaaa", "person": "p", "epoch": "0", "subject": world.subject()}
    asked["requestContext"]["authorizer"] = told
    answered = users.handler(asked, Context())
    assert json.loads(answered["body"])["jobs"] == {"done": 1}


def test_an_erasure_that_runs_is_named(world: World) -> None:
    world.masked()
    erasure = world.ask_erasure()
    body = _call()[1]
    as_described("Stored", body)
    assert body["erasure"] == erasure.id
