"""What is no photo is rejected with a reason, what shows nobody goes where the recipe says."""

from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from tests.e2e.pictures import bomb, jpeg, plain, saved
from tests.e2e.world import World, eventually, key_of, new_user, post
from tools.client import RECIPE

TEXT = b"This is no photo, although its name says so.\n" * 40
# What is sent, as which type, and the reason code that it gets.
BAD: dict[str, tuple[bytes, str, str]] = {
    "a-text-named-jpg": (TEXT, "image/jpeg", "not_an_image"),
    "one-byte": (b"\xff", "image/jpeg", "not_an_image"),
    "a-truncated-jpeg": (jpeg(Image.effect_noise((400, 400), 80))[:-3000], "image/jpeg", "truncated"),
    "a-bomb": (bomb(), "image/png", "too_large"),
    "a-bmp": (saved(plain(), "BMP"), "image/jpeg", "format_not_allowed"),
    "a-damaged-png": (saved(plain(), "PNG").replace(b"IDAT", b"IDAX"), "image/png", "decode_failed"),
}
NOTHING = {"review": "review", "release": "done", "reject": "rejected"}


@dataclass(frozen=True)
class Ended:
    """Jobs by the names of their files, as they ended, all uploaded at the same time."""

    jobs: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def ended(local: World, photo: Image.Image) -> Ended:
    client = local.one.client
    files = {name: (data, kind) for name, (data, kind, _) in BAD.items()}
    files["a-photo"] = (jpeg(photo), "image/jpeg")
    created = {name: client.create_job(new_user(), kind) for name, (_, kind) in files.items()}
    for name, job in created.items():
        assert post(client, job["upload"], files[name][0]).status == 204
    return Ended({name: client.settled(f"/v1/jobs/{job['id']}") for name, job in created.items()})


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_rejected_with_its_reason_and_deleted(local: World, ended: Ended, name: str) -> None:
    job = ended.jobs[name]
    assert (job["state"], job["reason"]) == ("rejected", BAD[name][2])
    assert "download" not in job
    assert not job.keys() & {"regions", "width", "height"}
    key = key_of(local.one, job["id"])
    eventually(lambda: key not in local.keys("originals"), "the original is gone")
    assert key not in (*local.keys("held"), *local.keys("results"))


def test_bad_files_do_no_harm_to_a_photo_beside_them(local: World, ended: Ended) -> None:
    job = ended.jobs["a-photo"]
    assert job["state"] == "done"
    assert local.one.client.download(job["download"]).startswith(b"\xff\xd8")


@pytest.mark.parametrize("wish", NOTHING)
def test_a_picture_that_shows_nobody_goes_where_the_recipe_says(local: World, wish: str) -> None:
    client = local.one.client
    job = client.create_job(new_user(), recipe=RECIPE | {"if_nothing": wish})
    sent = jpeg(plain())
    assert post(client, job["upload"], sent).status == 204
    seen = client.settled(f"/v1/jobs/{job['id']}")
    key = key_of(local.one, job["id"])
    eventually(lambda: key not in local.keys("originals"), "the original is gone")
    where = {bucket: key in local.keys(bucket) for bucket in ("held", "results")}
    assert seen["state"] == NOTHING[wish]
    assert seen.get("reason") == (None if wish == "release" else "nothing_found")
    assert ("download" in seen) is (wish == "release")
    assert where == {"held": wish == "review", "results": wish == "release"}
    if wish == "review":
        held = {"Bucket": local.bucket("held"), "Key": key}
        kept = local.s3.get_object(**held)
        assert kept["Body"].read() == sent
        assert kept["ServerSideEncryption"] == "aws:kms"
        assert local.s3.get_object_tagging(**held)["TagSet"] == [{"Key": "expire", "Value": "7"}]


@pytest.mark.parametrize(
    "key",
    [
        "{team}/" + "a" * 32 + "/" + "0" * 26 + "/identity",
        "bbbbbbbbbbbbbbbb/" + "a" * 32 + "/" + "0" * 26 + "/identity",
        "kanarienvogel/identity",
        "a b+c%41ü(1)/identity",
        "../identity",
        "{team}/../identity",
        "team#x/identity",
    ],
    ids=["no-job", "no-team", "not-ours", "characters-that-are-encoded", "dots", "team-dots", "separator"],
)
def test_an_object_without_a_job_is_deleted(local: World, key: str) -> None:
    key = key.format(team=local.one.team)
    encryption = local.function("create_job")["Environment"]["Variables"]["ENCRYPTION_KEY"]
    local.s3.put_object(
        Bucket=local.bucket("originals"),
        Key=key,
        Body=jpeg(plain()),
        ServerSideEncryption="aws:kms",
        SSEKMSKeyId=encryption,
    )
    eventually(lambda: key not in local.keys("originals"), "the object is gone", 20)
    local.quiet()
    assert key not in (*local.keys("held"), *local.keys("results"))


def test_s3s_own_test_event_did_no_harm(local: World) -> None:
    local.quiet()
    assert local.backlog() == 0
