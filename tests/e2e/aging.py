"""A team that keeps its results for a minute, by its own settings, and a job of it that is done."""

from dataclasses import dataclass
from typing import Any

from tests.e2e.agreeing import admin_of, agree
from tests.e2e.asking import new_team
from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import Speaker, World, new_user, post
from tools.client import RECIPE

PATH = "/v1/team/settings"


@dataclass(frozen=True)
class Aging:
    """The team and its job, and what was answered to those who read and changed the settings."""

    team: Speaker
    job: dict[str, Any]
    answers: dict[str, tuple[int, dict[str, Any]]]


def age(world: World) -> Aging:
    """The job is done before the settings are changed, so that the change has to reach it."""
    team = new_team(world)
    client, admin = team.client, admin_of(world.deployed, team)
    agree(team, admin)
    created = client.create_job(new_user(), recipe=RECIPE | {"if_nothing": "release"})
    assert post(client, created["upload"], jpeg(plain())).status == 204
    job = client.settled(f"/v1/jobs/{created['id']}")
    change = {"version": 0, "retention": {"results": 1}}
    asked = {
        "machine": client.call("PATCH", PATH, change),
        "dry": client.call("PATCH", f"{PATH}?dry_run=true", change, token=admin),
        "read": client.call("GET", PATH),
        "changed": client.call("PATCH", PATH, change, token=admin),
        "again": client.call("PATCH", PATH, change, token=admin),
    }
    return Aging(team, job, {name: (status, body) for name, (status, body, _) in asked.items()})
