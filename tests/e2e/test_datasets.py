"""Copies for a purpose on a deployed stack, IAM enforced: kept by consent, gone when it is withdrawn."""

from typing import Any

from PIL import Image

from tests.e2e.asking import new_team
from tests.e2e.pictures import jpeg
from tests.e2e.world import Speaker, World, key_of, new_user, post
from tools.client import RECIPE
from tools.staff import new_person, sign_in

CONSENT = {"notice": "2026-11", "language": "en", "given_by": "self", "evidence": {"box": "training"}}
PURPOSE = {"basis": "consent", "opt_in": True, "description": {"en": "Use it to improve our software"}}
DATASET = "/v1/team/datasets/training"


def a_team(world: World) -> Speaker:
    """One that keeps results for training, and originals for research, if people agree."""
    team, deployed = new_team(world), world.deployed
    person = new_person(deployed.session, deployed.outputs, team.team, "admin")
    admin = sign_in(deployed.session, deployed.outputs, person)
    purposes = {"training": PURPOSE, "research": {**PURPOSE, "keeps": "original"}}
    status, told, _ = team.client.call(
        "PATCH", "/v1/team/settings", {"version": 0, "purposes": purposes}, token=admin
    )
    assert status == 200, told
    return team


def a_job(team: Speaker, user: str, photo: bytes, *purposes: str, style: str = "solid") -> dict[str, Any]:
    """A job that went its whole way."""
    body = {
        "user_id": user,
        "content_type": "image/jpeg",
        "purposes": ["masking", *purposes],
        "recipe": RECIPE | {"hide": {"face": {"style": style}}},
    }
    status, made, _ = team.client.call("POST", "/v1/jobs", body)
    assert status == 201, made
    assert post(team.client, made["upload"], photo).status == 204
    done = team.client.settled(f"/v1/jobs/{made['id']}")
    assert done["state"] == "done"
    return done


def test_a_withdrawn_consent_and_its_copies_are_gone_within_two_sweeps(
    local: World, photo: Image.Image
) -> None:
    """Promise 9."""
    team, user, other = a_team(local), new_user(), new_user()
    client, file = team.client, jpeg(photo)
    for person, purpose in ((user, "training"), (user, "research"), (other, "training")):
        path = f"/v1/users/{person}/consents/{purpose}"
        assert client.call("PUT", path, CONSENT)[0] == 200
    mine = a_job(team, user, file, "training", "research")
    others = a_job(team, other, file, "training")
    a_job(team, user, file, "training", style="blur")
    listed = client.call("GET", DATASET)[1]["copies"]
    assert {copy["job"] for copy in listed} == {mine["id"], others["id"]}
    (copy,) = [copy for copy in listed if copy["job"] == mine["id"]]
    result = client.http.request("GET", mine["download"]).data
    assert client.http.request("GET", copy["download"]).data == result
    (original,) = client.call("GET", "/v1/team/datasets/research")[1]["copies"]
    assert client.http.request("GET", original["download"]).data == file
    key = key_of(team, mine["id"]).removesuffix("identity")
    assert sorted(local.keys("held", key)) == [f"{key}for-research", f"{key}for-training"]
    assert client.call("DELETE", f"/v1/users/{user}/consents/training")[0] == 200
    assert [copy["job"] for copy in client.call("GET", DATASET)[1]["copies"]] == [others["id"]]
    for _ in range(2):
        local.sweep()
    assert local.keys("held", key) == [f"{key}for-research"]
    assert client.http.request("GET", copy["download"]).status == 404
    assert not [
        row for row in local.rows(local.table) if row["sk"].startswith(f"copy#training#{mine['id'][32:]}")
    ]
    told = client.settled(f"/v1/erasures/{client.erase_user(user)['id']}")
    assert told["state"] == "completed"
    assert local.keys("held", key) == []
    assert client.call("GET", "/v1/team/datasets/research")[1]["copies"] == []
    assert [copy["job"] for copy in client.call("GET", DATASET)[1]["copies"]] == [others["id"]]
