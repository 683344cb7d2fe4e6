"""What the tests of jobs and lists ask."""

from typing import Any
from urllib.parse import urlencode

from tests.e2e.world import Speaker, World, speaker
from tools.client import RECIPE
from tools.team import make_team


def body(user_id: str, **more: object) -> dict[str, object]:
    """What a job is asked for with."""
    asked = {"user_id": user_id, "recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
    return asked | more


def new_team(world: World) -> Speaker:
    """A team with a quota and lists of its own."""
    made = make_team(world.deployed.session, world.deployed.outputs, "jobs")
    return speaker(world.deployed, made)


def pages(team: Speaker, path: str, limit: int = 100, **query: str) -> list[dict[str, Any]]:
    """Everything that a list shows, page by page."""
    found: list[dict[str, Any]] = []
    asked = {"limit": str(limit), **query}
    while True:
        status, page, _ = team.client.call("GET", f"{path}?{urlencode(asked)}")
        assert status == 200, page
        assert len(page["jobs"]) <= limit
        found += page["jobs"]
        if "next" not in page:
            return found
        asked["after"] = page["next"]
