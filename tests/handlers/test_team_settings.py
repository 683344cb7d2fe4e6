"""GET and PATCH /v1/team/settings, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.team_settings import handler as team_settings
from tests.fakes.world import OTHER_TEAM, World
from tests.handlers.loading import Context, as_described, request


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the function from fakes."""
    monkeypatch.setattr(team_settings, "build", lambda: world.changing)
    monkeypatch.setattr(team_settings, "now", world.clock)


def _call(method: str, body: object = None, **more: Any) -> tuple[int, dict[str, Any]]:
    asked = request("list_jobs", body=body, **more) | {"httpMethod": method}
    answered = team_settings.handler(asked, Context())
    return answered["statusCode"], json.loads(answered["body"])


def test_settings_are_read_changed_and_read_again(world: World) -> None:
    world.masked()
    status, read = _call("GET")
    assert (status, read["version"], "changed_at" in read) == (200, 0, False)
    as_described("Settings", read)
    change = {"version": 0, "retention": {"results": 60}}
    as_described("SettingsChange", change)
    status, dry = _call("PATCH", change, query={"dry_run": "true"})
    as_described("ChangedSettings", dry)
    assert (status, dry["dry_run"], world.settings.rows) == (200, True, {})
    status, changed = _call("PATCH", change)
    as_described("ChangedSettings", changed)
    assert dry | {"dry_run": False} == changed
    assert changed["touched"] == {"results": {"items": 1, "over": 0, "whole": True}}
    assert changed["retention"] == read["retention"] | {"results": 60}
    read_again = {name: value for name, value in changed.items() if name not in {"dry_run", "touched"}}
    assert _call("GET") == (200, read_again)
    assert _call("GET", client="client-b")[1]["version"] == 0
    assert OTHER_TEAM not in world.settings.rows


def test_what_is_refused_is_named_and_a_version_that_is_gone_is_409(world: World) -> None:
    status, problem = _call("PATCH", {"version": 0, "retention": {"results": 0}})
    assert (status, problem["field"]) == (422, "retention.results")
    assert _call("PATCH", {"version": 0, "retention": {"results": 60}})[0] == 200
    status, problem = _call("PATCH", {"version": 0, "retention": {"results": 70}})
    assert (status, problem["type"]) == (409, "urn:moretta:problem:settings_changed")
    assert _call("PATCH", "[]")[0] == 400
    assert _call("PATCH", {"version": 1}, query={"dryrun": "true"})[0] == 422
    assert world.settings.audit[0].by == "client"


def test_the_audit_names_the_person_who_changed_it(world: World) -> None:
    asked = request("list_jobs", body={"version": 0, "retention": {"exports": 60}}) | {"httpMethod": "PATCH"}
    asked["requestContext"]["authorizer"]["claims"] |= {"username": "x", "sub": "ada"}
    assert team_settings.handler(asked, Context())["statusCode"] == 200
    assert [entry.by for entry in world.settings.audit] == ["ada"]
