"""Restriction (GDPR Art. 18) of a deployed stack, IAM enforced: nothing is processed, and nothing is lost."""

from typing import Any

from PIL import Image

from tests.e2e.pictures import jpeg
from tests.e2e.world import World, eventually, key_of, new_user, post

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


def _job(user: str) -> dict[str, Any]:
    recipe = {"version": 1, "hide": {"face": {"style": "solid"}}}
    return {"user_id": user, "content_type": "image/jpeg", "purposes": ["masking"], "recipe": recipe}
