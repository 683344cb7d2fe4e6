"""Our own failure: tried again, then told. No other job is harmed, and no message stays."""

from typing import Any

import pytest
from PIL import Image

from tests.e2e.conftest import Killed
from tests.e2e.pictures import jpeg
from tests.e2e.world import World, eventually, key_of, new_user, post


def test_a_masker_that_is_killed_is_tried_three_times_and_then_its_job_failed(
    hasty: World, killed: Killed
) -> None:
    failed = hasty.one.client.job(killed.job)
    assert (failed["state"], failed["reason"]) == ("failed", "retries_exhausted")
    assert "download" not in failed
    assert killed.ends >= 3
    assert killed.key in hasty.keys("originals"), "a retry wants the original"
    assert killed.key not in (*hasty.keys("results"), *hasty.keys("held"))


def test_a_masker_that_is_killed_takes_no_neighbour_along(hasty: World, killed: Killed) -> None:
    assert hasty.one.client.settled(f"/v1/jobs/{killed.beside}")["state"] == "review"


def test_no_dead_letter_stays(hasty: World, killed: Killed) -> None:
    assert killed.job
    hasty.quiet()


@pytest.fixture(scope="module")
def speechless(hasty: World, photo: Image.Image) -> str:
    """A job that failed because the masker lacked a setting, which it has got back."""
    functions, client = hasty.deployed.session.client("lambda"), hasty.one.client
    masker = hasty.function("mask_identity")
    name, whole = masker["FunctionName"], masker["Environment"]["Variables"]
    lacking = {key: value for key, value in whole.items() if key != "LEDGER"}

    def configure(variables: dict[str, Any]) -> None:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)

    configure(lacking)
    try:
        job = client.create_job(new_user())
        assert post(client, job["upload"], jpeg(photo)).status == 204
        client.settled(f"/v1/jobs/{job['id']}", 90)
        hasty.quiet()
    finally:
        configure(whole)
    return str(job["id"])


def test_a_masker_that_cannot_start_leaves_a_failed_job_and_an_empty_queue(
    hasty: World, speechless: str
) -> None:
    failed = hasty.one.client.job(speechless)
    assert (failed["state"], failed["reason"]) == ("failed", "retries_exhausted")
    key = key_of(hasty.one, speechless)
    assert key in hasty.keys("originals")
    assert key not in (*hasty.keys("results"), *hasty.keys("held"))


def test_a_masker_that_is_whole_again_masks_the_next_photo(
    hasty: World, speechless: str, photo: Image.Image
) -> None:
    client = hasty.one.client
    job = client.create_job(new_user())
    assert job["id"] != speechless
    assert post(client, job["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}", 60)["state"] == "done"


def test_a_failed_job_is_retried_and_then_done(hasty: World, speechless: str) -> None:
    client, path = hasty.one.client, f"/v1/jobs/{speechless}/retry"
    assert hasty.other.client.call("POST", path)[0] == 404
    status, body, headers = client.call("POST", path)
    assert (status, body["state"]) == (202, "awaiting_upload")
    done = client.settled(headers["Location"], 60)
    assert done["state"] == "done"
    assert "reason" not in done
    assert client.download(done["download"]).startswith(b"\xff\xd8")
    status, problem, _ = client.call("POST", path)
    assert (status, problem["type"]) == (409, "urn:moretta:problem:not_failed")
    key = key_of(hasty.one, speechless)
    eventually(lambda: key not in hasty.keys("originals"), "the original is gone")


def test_a_job_whose_original_is_gone_is_not_retried(hasty: World, killed: Killed) -> None:
    where = {"Bucket": hasty.bucket("originals"), "Key": killed.key}
    original = hasty.s3.get_object(**where)["Body"].read()
    hasty.s3.delete_object(**where)
    status, problem, _ = hasty.one.client.call("POST", f"/v1/jobs/{killed.job}/retry")
    assert (status, problem["type"]) == (409, "urn:moretta:problem:original_gone")
    assert hasty.one.client.job(killed.job)["state"] == "failed"
    hasty.s3.put_object(**where, Body=original)
    hasty.quiet()


def test_a_failed_job_is_erased_with_its_original(hasty: World, killed: Killed) -> None:
    """It is the one state in which an original stays in `originals`."""
    client = hasty.one.client
    assert hasty.stored(killed.key) or client.call("GET", f"/v1/jobs/{killed.job}")[0] == 404
    erased = client.settled(f"/v1/erasures/{client.erase_user(killed.user)['id']}", 40)
    assert erased["state"] == "completed"
    assert hasty.stored(killed.key) == {}
    assert client.call("GET", f"/v1/jobs/{killed.job}")[0] == 404
