"""Our own failure: tried again, then told. No other job is harmed, and no message stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.e2e.conftest import Killed
from tests.e2e.pictures import jpeg
from tests.e2e.world import World, key_of, new_user, post


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


@pytest.fixture
def speechless(hasty: World) -> Iterator[World]:
    """A stage whose masker lacks a setting, until the test is over."""
    functions = hasty.deployed.session.client("lambda")
    masker = hasty.function("mask_identity")
    name, whole = masker["FunctionName"], masker["Environment"]["Variables"]
    lacking = {key: value for key, value in whole.items() if key != "LEDGER"}

    def configure(variables: dict[str, Any]) -> None:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)

    configure(lacking)
    yield hasty
    configure(whole)


def test_a_masker_that_cannot_start_leaves_a_failed_job_and_an_empty_queue(
    speechless: World, photo: Image.Image
) -> None:
    client = speechless.one.client
    job = client.create_job(new_user())
    assert post(client, job["upload"], jpeg(photo)).status == 204
    failed = client.settled(f"/v1/jobs/{job['id']}", 90)
    assert (failed["state"], failed["reason"]) == ("failed", "retries_exhausted")
    speechless.quiet()
    key = key_of(speechless.one, job["id"])
    assert key in speechless.keys("originals")
    assert key not in (*speechless.keys("results"), *speechless.keys("held"))


def test_a_masker_that_is_whole_again_masks_the_next_photo(hasty: World, photo: Image.Image) -> None:
    client = hasty.one.client
    job = client.create_job(new_user())
    assert post(client, job["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}", 60)["state"] == "done"


def test_a_failed_job_is_erased_with_its_original(hasty: World, killed: Killed) -> None:
    """It is the one state in which an original stays in `originals`."""
    client = hasty.one.client
    assert hasty.stored(killed.key) or client.call("GET", f"/v1/jobs/{killed.job}")[0] == 404
    erased = client.settled(f"/v1/erasures/{client.erase_user(killed.user)['id']}", 40)
    assert erased["state"] == "completed"
    assert hasty.stored(killed.key) == {}
    assert client.call("GET", f"/v1/jobs/{killed.job}")[0] == 404
