"""Quotas and keys, forms of one file, and jobs whose file never came."""

import base64
import hashlib
from datetime import datetime, timedelta

from PIL import Image

from tests.e2e.asking import body, new_team, pages
from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import World, eventually, key_of, new_user, post, prefix_of


def test_a_team_beyond_its_quota_is_told_when_to_come_back_and_others_are_not(swift: World) -> None:
    team, per_minute = new_team(swift), swift.deployed.stage.jobs_per_minute
    whole = {"jobs": [body(new_user())] * per_minute}
    assert team.client.call("POST", "/v1/jobs", {"jobs": [*whole["jobs"], body(new_user())]})[0] == 429
    answers = [team.client.call("POST", "/v1/jobs", whole) for _ in range(3)]  # in two minutes at most
    refused = [answer for answer in answers if answer[0] == 429]
    assert len(refused) >= 1
    for _, problem, headers in refused:
        assert problem["type"] == "urn:moretta:problem:too_many"
        assert 1 <= int(headers["Retry-After"]) <= 60
    assert len(pages(team, "/v1/jobs")) == per_minute * (3 - len(refused))
    assert new_team(swift).client.call("POST", "/v1/jobs", body(new_user()))[0] == 201


def test_asked_again_with_its_key_it_is_the_same_job_and_its_form_works(
    local: World, photo: Image.Image
) -> None:
    client, user = local.one.client, new_user()
    _, first, _ = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")
    status, again, headers = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")
    assert (status, again["id"], headers["Location"]) == (201, first["id"], f"/v1/jobs/{first['id']}")
    status, problem, _ = client.call("POST", "/v1/jobs", body(user, reference="r"), key="kanarienvogel")
    assert (status, problem["field"]) == (422, "Idempotency-Key")
    other = client.call("POST", "/v1/jobs", body(f"{user}x"), key="kanarienvogel")[1]
    assert other["id"] != first["id"]
    assert post(client, again["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{first['id']}")["state"] == "done"
    told = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")[1]
    assert (told["id"], told["state"]) == (first["id"], "done")
    assert "upload" not in told
    assert "kanarienvogel" not in str(local.rows(local.table))


def test_a_form_of_one_size_takes_no_other(local: World) -> None:
    client, photo = local.one.client, jpeg(plain())
    job = client.create_job(new_user(), size=len(photo))
    for other in (photo[:-1], photo + b"\0", b"\xff", b""):
        assert post(client, job["upload"], other).status == 400
    assert local.keys("originals", prefix_of(local.one, job["id"])) == []
    assert client.job(job["id"])["state"] == "awaiting_upload"
    assert post(client, job["upload"], photo).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "review"


def md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def test_the_file_with_the_promised_md5_is_masked(local: World) -> None:
    client, photo = local.one.client, jpeg(plain())
    job = client.create_job(new_user(), content_md5=md5(photo))
    assert job["upload"]["fields"]["Content-MD5"] == md5(photo)
    assert post(client, job["upload"], photo).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "review"


def test_a_file_with_another_md5_than_promised_is_never_masked(local: World) -> None:
    """S3 refuses it, or the masker does; and the promise cannot be changed in the form."""
    client, photo, other = local.one.client, jpeg(plain()), jpeg(plain(80))
    job = client.create_job(new_user(), content_md5=md5(photo))
    changed = {"Content-MD5": md5(other)}
    assert post(client, job["upload"], other, **changed).status == 403
    if post(client, job["upload"], other).status == 204:
        told = client.settled(f"/v1/jobs/{job['id']}")
        assert (told["state"], told["reason"]) == ("rejected", "content_md5_mismatch")
    assert key_of(local.one, job["id"]) not in (*local.keys("results"), *local.keys("held"))
    local.quiet()
    assert local.keys("originals", prefix_of(local.one, job["id"])) == []


def test_a_job_whose_file_never_came_expires_and_a_late_file_is_deleted(swift: World) -> None:
    client = swift.one.client
    job = client.create_job(new_user())
    swift.sweep()
    assert client.job(job["id"])["state"] == "awaiting_upload", "not before it is due"
    swift.swept()
    expired = client.job(job["id"])
    assert (expired["state"], expired["reason"]) == ("expired", "no_upload")
    assert "download" not in expired
    stage, due = swift.deployed.stage, datetime.fromisoformat(expired["created_at"])
    due += timedelta(seconds=stage.form_seconds + stage.grace_seconds)
    assert datetime.fromisoformat(expired["closed_at"]) >= due
    assert client.call("POST", f"/v1/jobs/{job['id']}/retry")[0] == 409
    key = key_of(swift.one, job["id"])
    swift.s3.put_object(Bucket=swift.bucket("originals"), Key=key, Body=jpeg(plain()))
    eventually(lambda: key not in swift.keys("originals"), "the late file is gone", 40)
    assert client.job(job["id"]) == expired
