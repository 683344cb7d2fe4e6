"""The agreement of a team on a stage that wants one before there is an upload."""

from typing import Any

from tests.e2e.world import Speaker
from tools.deployed import Deployed
from tools.staff import new_person, sign_in

PATH = "/v1/team/agreement"


def admin_of(deployed: Deployed, team: Speaker) -> str:
    """A token of a new admin of a team."""
    session, outputs = deployed.session, deployed.outputs
    return sign_in(session, outputs, new_person(session, outputs, team.team, "admin"))


def agree(team: Speaker, admin: str) -> dict[str, Any]:
    """Accept the version in force, as an admin who has read it."""
    call = team.client.call
    _, read, _ = call("GET", PATH, token=admin)
    status, agreed, _ = call("POST", PATH, {"version": read["version"]}, token=admin)
    assert (status, agreed["state"]) == (200, "accepted"), agreed
    return agreed
