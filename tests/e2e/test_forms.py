"""An upload form is for one key, one type, one size and a short time, whatever is done with it."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.e2e.pictures import jpeg, pixels, plain
from tests.e2e.world import World, eventually, key_of, new_user, post, prefix_of
from tools.staff import new_person, sign_in

KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id"
ELSEWHERE = "aaaaaaaaaaaaaaaa/" + "a" * 32 + "/" + "0" * 26 + "/identity"
OTHER_KEY = "arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000"
# What is changed in the form (None: left out), and S3's answer.
CHANGES: dict[str, tuple[dict[str, str | None], int]] = {
    "another-key": ({"key": ELSEWHERE}, 403),
    "another-content-type": ({"Content-Type": "text/html"}, 403),
    "no-content-type": ({"Content-Type": None}, 403),
    "no-encryption": ({"x-amz-server-side-encryption": None, KEY_ID: None}, 403),
    "another-encryption": ({"x-amz-server-side-encryption": "AES256"}, 403),
    "another-encryption-key": ({KEY_ID: OTHER_KEY}, 403),
    "a-tag-of-its-own": ({"tagging": "<Tagging/>"}, 403),
    "metadata-of-its-own": ({"x-amz-meta-name": "value"}, 403),
    "public": ({"acl": "public-read"}, 403),
    "another-signature": ({"x-amz-signature": "0" * 64}, 403),
    "no-signature": ({"x-amz-signature": None}, 400),
    "no-policy": ({"policy": None}, 400),
}


@pytest.mark.parametrize(("changes", "status"), CHANGES.values(), ids=CHANGES)
def test_a_form_that_was_changed_is_refused_by_s3(
    local: World, changes: dict[str, str | None], status: int
) -> None:
    job = local.one.client.create_job(new_user())
    answer = post(local.one.client, job["upload"], jpeg(plain()), **changes)
    assert answer.status == status
    assert local.keys("originals", prefix_of(local.one, job["id"])) == []
    assert ELSEWHERE not in local.keys("originals")
    assert local.one.client.job(job["id"])["state"] == "awaiting_upload"


@pytest.mark.parametrize(
    ("size", "status"), [(400_001, 400), (400_000, 204), (0, 400)], ids=["too-large", "just-fits", "empty"]
)
def test_a_file_is_taken_up_to_the_limit(swift: World, size: int, status: int) -> None:
    job = swift.one.client.create_job(new_user())
    assert post(swift.one.client, job["upload"], b"\xff" * size).status == status
    if status != 204:
        assert swift.keys("originals", prefix_of(swift.one, job["id"])) == []
        assert swift.one.client.job(job["id"])["state"] == "awaiting_upload"


def test_a_form_that_has_expired_is_refused_by_s3(swift: World) -> None:
    job = swift.one.client.create_job(new_user())
    until = datetime.fromisoformat(job["upload"]["expires_at"])
    assert (until - datetime.now(UTC)).total_seconds() <= swift.deployed.stage.form_seconds
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1)
    assert post(swift.one.client, job["upload"], jpeg(plain())).status == 403
    assert swift.keys("originals", prefix_of(swift.one, job["id"])) == []


def nearness(one: bytes, other: bytes, skip: list[dict[str, Any]]) -> float:
    """Mean difference of two pictures outside the regions."""
    a, b = pixels(one), pixels(other)
    height, width = a.shape[:2]
    kept = np.ones((height, width), dtype=bool)
    for region in skip:
        box = region["covered"]
        left, top = int(box["left"] * width), int(box["top"] * height)
        right = int((box["left"] + box["width"]) * width) + 1
        kept[top : int((box["top"] + box["height"]) * height) + 1, left:right] = False
    return float(np.abs(a - b)[kept].mean())


def test_a_form_used_twice_masks_one_of_the_two_files_and_leaves_neither_behind(
    swift: World, photo: Image.Image
) -> None:
    client = swift.one.client
    first, second = jpeg(photo), jpeg(ImageOps.mirror(ImageOps.solarize(photo, 200)))
    assert nearness(first, second, []) > 20
    jobs = [client.create_job(new_user()) for _ in range(4)]
    for job in jobs:
        assert [post(client, job["upload"], file).status for file in (first, second)] == [204, 204]
    settled = [client.settled(f"/v1/jobs/{job['id']}", 40) for job in jobs]
    swift.quiet()
    for done in settled:
        assert done["state"] == "done"
        result = client.download(client.job(done["id"])["download"])
        distances = sorted(nearness(result, file, done["regions"]) for file in (first, second))
        assert distances[0] < 3 < 20 < distances[1]
        assert key_of(swift.one, done["id"]) not in (*swift.keys("originals"), *swift.keys("held"))
        assert client.job(done["id"])["regions"] == done["regions"]


def test_a_second_file_for_a_job_that_is_closed_is_deleted_unread(local: World, photo: Image.Image) -> None:
    client = local.one.client
    job = client.create_job(new_user())
    post(client, job["upload"], jpeg(photo))
    done = client.settled(f"/v1/jobs/{job['id']}")
    result = client.download(done["download"])
    assert post(client, job["upload"], jpeg(plain())).status == 204
    key = key_of(local.one, job["id"])
    eventually(lambda: key not in local.keys("originals"), "the late file is gone", 20)
    local.quiet()
    assert client.download(client.job(job["id"])["download"]) == result


def test_a_form_used_again_during_a_review_lets_the_other_file_never_out(
    local: World, photo: Image.Image
) -> None:
    """Promise 1: what a person released is what that person looked at, with what was drawn hidden."""
    client, deployed = local.one.client, local.deployed
    job = client.create_job(new_user())
    looked_at = jpeg(plain(256))
    post(client, job["upload"], looked_at)
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "review"
    person = new_person(deployed.session, deployed.outputs, local.one.team, "reviewer")
    token, path = sign_in(deployed.session, deployed.outputs, person), f"/v1/reviews/{job['id']}"
    waiting = client.call("GET", "/v1/reviews?limit=100", token=token)[1]["jobs"]
    assert {each["state"] for each in waiting} == {"review"}
    assert post(client, job["upload"], jpeg(photo)).status == 204
    status, review, _ = client.call("GET", path, token=token)
    assert (status, client.download(review["view"])) == (200, looked_at)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    drawn = json.dumps({"regions": [{"box": [0.5, 0.5, 0.25, 0.25]}]})
    for etag, expected in (("x", 412), (review["etag"], 202)):
        told = headers | {"If-Match": f'"{etag}"'}
        url = f"{client.api_url}{path}/release"
        assert client.http.request("POST", url, body=drawn, headers=told).status == expected
    assert post(client, job["upload"], jpeg(photo)).status == 204
    eventually(lambda: client.job(job["id"])["state"] == "done", "what was released is done", 40)
    done = client.job(job["id"])
    result = client.download(done["download"])
    assert (done["released_by_person"], [region["label"] for region in done["regions"]]) == (True, ["region"])
    assert nearness(result, looked_at, done["regions"]) < 3
    assert nearness(result, looked_at, []) > 1
    key = key_of(local.one, job["id"])
    eventually(lambda: key not in local.keys("originals"), "the late file is gone", 20)
    assert key not in local.keys("held")
    assert client.call("GET", path, token=token)[0] == 404
    audit = [row["action"] for row in local.rows(local.audit) if row.get("on") == key.split("/")[2]]
    assert sorted(audit) == ["review.released", "review.viewed"]
