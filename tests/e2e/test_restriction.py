"""Restriction (GDPR Art. 18) of a deployed stack, IAM enforced: nothing is processed, and nothing is lost."""

from typing import Any

from PIL import Image

from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import World, eventually, key_of, new_user, post
from tools.staff import new_person, sign_in

GROUND = {"ground": "accuracy_contested"}


def restriction(world: World, method: str, user: str, body: object = None) -> tuple[int, Any]:
    status, told, _ = world.one.client.call(method, f"/v1/users/{user}/restriction", body)
    return status, told


def becomes(world: World, job: str, state: str) -> None:
    eventually(lambda: world.one.client.job(job)["state"] == state, f"the job is {state}")


def test_a_restricted_users_upload_is_not_processed_and_not_lost(local: World, photo: Image.Image) -> None:
    client, user, other = local.one.client, new_user(), new_user()
    done = client.create_job(user)
    assert post(client, done["upload"], jpeg(photo)).status == 204
    becomes(local, done["id"], "done")
    link = client.job(done["id"])["download"]
    result = client.http.request("GET", link).data
    waiting, beside = client.create_job(user), client.create_job(other)
    assert restriction(local, "PUT", user, GROUND)[0] == 200
    assert client.http.request("GET", link).status == 404
    assert client.job(done["id"])["state"] == "restricted"
    for job in (waiting, beside):
        assert post(client, job["upload"], jpeg(photo)).status == 204
    becomes(local, beside["id"], "done")
    becomes(local, waiting["id"], "restricted")
    local.quiet()
    key = key_of(local.one, waiting["id"])
    assert local.keys("originals", key) == local.keys("results", key) == []
    assert [found[:3] for found in local.stored(key)] == [("held", "version", key)]
    tags = local.s3.get_object_tagging(Bucket=local.bucket("held"), Key=key)["TagSet"]
    assert tags == [{"Key": "hold", "Value": "1"}]
    status, problem, _ = client.call("POST", "/v1/jobs", {**_job(user)})
    assert (status, problem["type"]) == (409, "urn:moretta:problem:restricted")
    local.sweep()
    assert client.job(waiting["id"])["state"] == "restricted"
    assert restriction(local, "GET", user)[1]["set_by"] == "client"
    assert restriction(local, "DELETE", user)[0] == 204
    assert client.http.request("GET", client.job(done["id"])["download"]).data == result
    becomes(local, waiting["id"], "done")
    eventually(lambda: local.keys("held", key) == [], "no copy is kept any more")
    assert restriction(local, "GET", user)[0] == 404


def test_what_a_legal_hold_keeps_is_not_rejected_in_review_until_it_is_lifted(local: World) -> None:
    """GDPR Art. 17(3), IAM enforced: a rejection deletes."""
    team, session, outputs = local.one, local.deployed.session, local.deployed.outputs
    tokens = {
        role: sign_in(session, outputs, new_person(session, outputs, team.team, role))
        for role in ("privacy", "reviewer")
    }

    def call(role: str, method: str, path: str, body: object = None) -> tuple[int, Any]:
        return team.client.call(method, path, body, tokens[role])[:2]

    user = new_user()
    job = team.client.create_job(user)
    assert post(team.client, job["upload"], jpeg(plain())).status == 204
    becomes(local, job["id"], "review")
    until = {"ground": "legal_claims", "until": "9999-12-31T23:59:59Z"}
    assert call("privacy", "PUT", f"/v1/users/{user}/hold", until)[0] == 200
    status, problem = call("reviewer", "POST", f"/v1/reviews/{job['id']}/reject")
    assert (status, problem["type"]) == (409, "urn:moretta:problem:under_hold")
    assert local.keys("held", key_of(team, job["id"])) != []
    assert call("privacy", "DELETE", f"/v1/users/{user}/hold")[0] == 204
    assert call("reviewer", "POST", f"/v1/reviews/{job['id']}/reject")[1]["state"] == "rejected"
    assert local.keys("held", key_of(team, job["id"])) == []


def _job(user: str) -> dict[str, Any]:
    recipe = {"version": 1, "hide": {"face": {"style": "solid"}}}
    return {"user_id": user, "content_type": "image/jpeg", "purposes": ["masking"], "recipe": recipe}
