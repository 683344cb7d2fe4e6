"""The erasure of a whole team and of a span of time, asked for by one person and approved by another."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.agreeing import admin_of
from tests.e2e.asking import new_team
from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import Speaker, World, eventually, new_user, post
from tools.client import RECIPE
from tools.receipt import checked
from tools.staff import new_person, sign_in

TEAM = {"scope": {"team": True}}
DATES = {"scope": {"from": "2020-01-01T00:00:00Z", "to": "2021-01-01T00:00:00Z"}}
ERASURES = "/v1/erasures"
REFUSED = {401, 403}  # the gateway says 401 of a token that lacks the scope


@dataclass(frozen=True)
class Staff:
    """A team with photos of two users, and the tokens of its people."""

    team: Speaker
    tokens: dict[str, str]

    def call(self, role: str, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        """A call of one of them; of the machine client, if there is no such role."""
        status, told, _ = self.team.client.call(method, path, body, self.tokens.get(role))
        return status, told

    def awaits(self, body: object) -> str:
        """The path of an erasure that awaits its approval."""
        status, told = self.call("admin", "POST", ERASURES, body)
        assert (status, told["state"]) == (202, "awaiting_approval")
        return f"{ERASURES}/{told['id']}"

    def ended(self, path: str) -> dict[str, Any]:
        """An approved erasure once it has ended."""
        states = {"scheduled", "running"}
        eventually(lambda: self.call("admin", "GET", path)[1]["state"] not in states, "it ended")
        return self.call("admin", "GET", path)[1]


@pytest.fixture(scope="module")
def staff(swift: World) -> Staff:
    team, session, outputs = new_team(swift), swift.deployed.session, swift.deployed.outputs
    for user in (new_user(), new_user()):
        job = team.client.create_job(user, recipe=RECIPE | {"if_nothing": "release"})
        assert post(team.client, job["upload"], jpeg(plain())).status == 204
        assert team.client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    people = {role: new_person(session, outputs, team.team, role) for role in ("admin", "privacy")}
    return Staff(team, {role: sign_in(session, outputs, person) for role, person in people.items()})


def stored_of(world: World, staff: Staff) -> tuple[list[str], list[str]]:
    """Keys of objects and partitions of people that are the team's."""
    team = staff.team.team
    rows = [row["pk"] for row in world.rows(world.table) if row["pk"].startswith(f"{team}#")]
    return [address[2] for address in world.stored(f"{team}/")], [pk for pk in rows if len(pk) == 49]


@pytest.mark.parametrize("body", [TEAM, DATES], ids=["team", "dates"])
def test_much_at_once_is_asked_for_by_an_admin_approved_by_another_and_can_be_cancelled(
    swift: World, staff: Staff, body: object
) -> None:
    before = stored_of(swift, staff)
    for role in ("machine", "privacy"):
        assert staff.call(role, "POST", ERASURES, body)[0] == 403
    path = staff.awaits(body)
    for role in ("machine", "admin"):
        assert staff.call(role, "POST", f"{path}/approve")[0] in REFUSED
    status, scheduled = staff.call("privacy", "POST", f"{path}/approve")
    assert (status, scheduled["state"]) == (200, "scheduled")
    assert staff.call("admin", "POST", f"{path}/cancel")[1]["state"] == "cancelled"
    assert staff.call("privacy", "POST", f"{path}/approve")[0] == 409
    assert stored_of(swift, staff) == before


def test_what_nobody_approves_in_time_is_cancelled_and_stored_so_by_the_sweeper(hasty: World) -> None:
    team = new_team(hasty)
    token = admin_of(hasty.deployed, team)

    def call(method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        return team.client.call(method, path, body, token)[:2]

    status, asked = call("POST", ERASURES, TEAM)
    assert (status, asked["state"]) == (202, "awaiting_approval")
    path = f"{ERASURES}/{asked['id']}"
    eventually(lambda: call("GET", path)[1]["state"] == "cancelled", "its time is over")
    told = call("GET", path)[1]
    assert (told["why"], told["ended_at"]) == ("not_approved", asked["approve_by"])
    assert call("POST", f"{path}/cancel")[0] == 409
    hasty.sweep()
    (record,) = [row for row in hasty.rows(hasty.ledger) if row["sk"] == f"erasure#{asked['id']}"]
    assert (record["state"], record["why"]) == ("cancelled", "not_approved")
    assert not [
        row for row in hasty.rows(hasty.ledger) if row["pk"] == "awaiting" and asked["id"] in row["sk"]
    ]
    said = call("GET", "/v1/team/audit")[1]["entries"]
    ended = [entry for entry in said if (entry["action"], entry["on"]) == ("erasure.ended", asked["id"])]
    assert [entry["by"] for entry in ended] == ["service"]
    assert call("GET", path)[1] == told


def test_of_a_time_in_which_there_was_nothing_it_completes_with_zeros(swift: World, staff: Staff) -> None:
    before = stored_of(swift, staff)
    path = staff.awaits(DATES)
    staff.call("privacy", "POST", f"{path}/approve")
    ended = staff.ended(path)
    assert ended["state"] == "completed"
    assert {count["found"] for count in ended["counts"].values()} == {0}
    assert stored_of(swift, staff) == before


def test_of_a_team_everything_goes_with_a_receipt_and_it_starts_afresh(swift: World, staff: Staff) -> None:
    """Promises 5 and 10; it comes last."""
    objects, people = stored_of(swift, staff)
    assert (len(objects), len(people)) == (2, 2)
    theirs = {address: digest for address, digest in swift.stored().items() if address[2] not in objects}
    path = staff.awaits(TEAM)
    staff.call("privacy", "POST", f"{path}/approve")
    ended = staff.ended(path)
    assert ended["state"] == "completed"
    assert ended["counts"]["results"] == {"found": 2, "deleted": 2, "left": 0}
    assert stored_of(swift, staff) == ([], [])
    now = swift.stored()
    assert {address: now.get(address) for address in theirs} == theirs
    keys = staff.team.client.call("GET", "/.well-known/jwks.json", token="")[1]
    said = checked(staff.call("admin", "GET", f"{path}/receipt")[1]["receipt"], keys)
    assert said["scope"]["kind"] == "team"
    assert json.dumps(said).find(staff.team.client.client_id) == -1
    assert staff.call("admin", "GET", "/v1/team/members")[0] == 200
    assert staff.team.client.create_job(new_user())["state"] == "awaiting_upload"
