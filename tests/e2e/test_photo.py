"""The main job: a photo goes in by a form and comes back masked."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from functions.core.hide import Hide
from functions.core.recipe import Look
from functions.core.region import Region
from functions.imaging import boxes
from functions.imaging.comparing import share_in_view
from functions.imaging.covers import cover_of
from functions.imaging.detectors import Found
from functions.imaging.detectors.retinaface import RetinaFace
from functions.imaging.structure import is_clean
from tests.e2e.pictures import jpeg, pixels, saved, with_metadata
from tests.e2e.world import CANARY, World, eventually, key_of, new_user, post

ORIGIN = "https://localhost:5173"


@dataclass(frozen=True)
class Way:
    """What was sent, and what came back."""

    sent: bytes
    uploaded: dict[str, str]
    job: dict[str, Any]
    headers: dict[str, str]
    result: bytes


@pytest.fixture(scope="module")
def way(local: World, photo: Image.Image) -> Way:
    """One photo's way through the service, as a browser and a backend take it together."""
    client = local.one.client
    job = client.create_job(new_user())
    sent = with_metadata(photo)
    uploaded = post(client, job["upload"], sent, {"Origin": ORIGIN})
    assert uploaded.status == 204
    done = client.settled(f"/v1/jobs/{job['id']}")
    answer = client.http.request("GET", done["download"])
    assert answer.status == 200
    return Way(sent, dict(uploaded.headers), done, dict(answer.headers), answer.data)


def hidden(way: Way) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """True for every pixel that the job says is covered."""
    width, height = way.job["width"], way.job["height"]
    mask = np.zeros((height, width), dtype=bool)
    for region in way.job["regions"]:
        left, top, right, bottom = boxes.pixels(Region.from_json(region).covered, (width, height))
        mask[top:bottom, left:right] = True
    return mask


def test_a_photo_comes_back_done_with_what_was_hidden(way: Way) -> None:
    assert way.job["state"] == "done"
    assert "reason" not in way.job
    assert (way.job["width"], way.job["height"]) == (512, 512)
    assert [region["label"] for region in way.job["regions"]] == ["face"]
    assert way.job["regions"][0]["confidence"] > 0.9


def test_a_browser_of_the_allowed_origin_may_read_the_answer_to_its_upload(way: Way) -> None:
    headers = {name.lower(): value for name, value in way.uploaded.items()}
    assert headers["access-control-allow-origin"] == ORIGIN


def test_a_browser_of_another_origin_may_not(local: World) -> None:
    client = local.one.client
    job = client.create_job(new_user())
    preflight = {"Access-Control-Request-Method": "POST"}
    url = job["upload"]["url"]
    for origin, status in ((ORIGIN, 200), ("https://elsewhere.example", 403)):
        answer = client.http.request("OPTIONS", url, headers={"Origin": origin, **preflight})
        assert answer.status == status
        assert ("access-control-allow-origin" in answer.headers) is (status == 200)


def test_a_download_is_saved_by_browsers_and_kept_by_nobody(way: Way) -> None:
    headers = {name.lower(): value for name, value in way.headers.items()}
    assert headers["content-type"] == "image/jpeg"
    assert re.fullmatch(r'attachment; filename="masked\.jpeg"', headers["content-disposition"])
    assert headers["cache-control"] == "private, no-store"


def test_the_detector_finds_no_face_in_the_result(way: Way, build: Path) -> None:
    detector = RetinaFace(build / "models" / "face.onnx")
    assert detector.find(Image.open(BytesIO(way.sent)).convert("RGB"), Look())
    picture = Image.open(BytesIO(way.result)).convert("RGB")
    covered = [Region.from_json(region).covered for region in way.job["regions"]]
    covers = [cover_of("region", Found(1, box), Hide(), picture.size) for box in covered]
    seen = [place for place in detector.find(picture, Look()) if place.confidence > 0.15]
    assert [place for place in seen if share_in_view(place, covers, picture.size) > 0.1] == []


def test_what_is_covered_shows_nothing_of_the_photo(way: Way) -> None:
    covered = pixels(way.result)[hidden(way)]
    assert len(covered) > 1000
    # One colour, up to what the encoder rings at the rim of the cover.
    assert np.abs(covered - np.median(covered, axis=0)).mean() < 1


def test_the_other_pixels_are_those_of_the_photo(way: Way) -> None:
    outside = ~hidden(way)
    assert outside.mean() > 0.5
    assert np.abs(pixels(way.result) - pixels(way.sent))[outside].mean() < 2


def test_the_result_holds_nothing_but_the_picture(way: Way) -> None:
    assert CANARY.encode() not in way.result
    assert is_clean(way.result, "JPEG")


def test_the_original_is_gone_once_the_job_is_done(way: Way, local: World) -> None:
    key = key_of(local.one, way.job["id"])
    eventually(lambda: key not in local.keys("originals"), "the original is gone")
    assert key not in local.keys("held")


def test_the_result_is_encrypted_with_our_key_and_has_its_net_of_expiry(way: Way, local: World) -> None:
    where = {"Bucket": local.bucket("results"), "Key": key_of(local.one, way.job["id"])}
    head = local.s3.head_object(**where)
    assert head["ServerSideEncryption"] == "aws:kms"
    assert head["SSEKMSKeyId"] == local.function("create_job")["Environment"]["Variables"]["ENCRYPTION_KEY"]
    assert local.s3.get_object_tagging(**where)["TagSet"] == [{"Key": "expire", "Value": "30"}]


def test_a_link_is_for_one_result_and_cannot_be_turned_to_another(way: Way, local: World) -> None:
    link = local.one.client.job(way.job["id"])["download"]
    client = local.one.client
    assert client.http.request("GET", link.replace(way.job["id"][32:], "0" * 26)).status == 403
    assert (
        client.http.request("GET", link.replace(local.bucket("results"), local.bucket("held"))).status == 403
    )
    assert client.http.request("GET", link.partition("?")[0]).status == 403


def test_a_link_ends_by_itself(hasty: World, photo: Image.Image) -> None:
    client = hasty.one.client
    job = client.create_job(new_user())
    assert post(client, job["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    link = client.job(job["id"])["download"]
    assert client.http.request("GET", link).status == 200
    eventually(lambda: client.http.request("GET", link).status == 403, "the link has ended", 10)
    assert client.http.request("GET", client.job(job["id"])["download"]).status == 200


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_keep_theirs(local: World, photo: Image.Image, kind: str) -> None:
    client = local.one.client
    job = client.create_job(new_user(), f"image/{kind.lower()}")
    assert post(client, job["upload"], saved(photo, kind)).status == 204
    done = client.settled(f"/v1/jobs/{job['id']}")
    assert done["state"] == "done"
    result = client.download(done["download"])
    assert Image.open(BytesIO(result)).format == kind
    assert is_clean(result, kind)


def test_a_photo_that_lies_on_its_side_stands_upright_afterwards(local: World, photo: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a viewer has to turn it clockwise
    client = local.one.client
    job = client.create_job(new_user())
    lying = photo.crop((0, 0, 512, 400)).transpose(Image.Transpose.ROTATE_90)
    assert post(client, job["upload"], jpeg(lying, exif=exif)).status == 204
    done = client.settled(f"/v1/jobs/{job['id']}")
    assert (done["state"], done["width"], done["height"]) == ("done", 512, 400)
    assert Image.open(BytesIO(client.download(done["download"]))).size == (512, 400)


def test_a_background_is_taken_away_by_the_masker_of_its_lane(local: World, photo: Image.Image) -> None:
    client, recipe = local.one.client, {"version": 1, "hide": {"face": {}}, "background": {"mode": "remove"}}
    job = client.create_job(new_user(), recipe=recipe)
    assert job["upload"]["fields"]["key"].endswith("/background")
    assert post(client, job["upload"], jpeg(photo)).status == 204
    done = client.settled(f"/v1/jobs/{job['id']}", 90)
    assert (done["state"], done["result_content_type"]) == ("done", "image/webp")
    assert {region["label"] for region in done["regions"]} == {"face"}
    assert done["verdict"]["checks"]["background"] >= 1
    result = np.asarray(Image.open(BytesIO(client.download(done["download"]))))
    assert result[60, 420, 3] == result[20, 20, 3] == 0  # the shuttle, the flag
    assert result[300, 200, 3] == 255  # her suit
