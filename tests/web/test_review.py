"""Review: a person looks at what is held, hides more, and releases or rejects, by mouse or by keyboard."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.pictures import jpeg, pixels
from tests.e2e.world import World, eventually, new_user
from tests.web.staff import COGNITO, Staff

SIDE = 300  # pixels of a picture without a face


@pytest.fixture(scope="module")
def dull(photos: list[Path]) -> bytes:
    """The lower part of a photo, where no face is: nothing is found, so a person has to look."""
    with Image.open(photos[0]) as picture:
        return jpeg(picture.crop((150, 212, 150 + SIDE, 212 + SIDE)))


def held(world: World, photo: bytes) -> str:
    """The id of a job that waits for a person."""
    client = world.other.client
    job = client.create_job(new_user())
    assert client.upload(job["upload"], photo) == 204
    settled = client.settled(f"/v1/jobs/{job['id']}")
    assert settled["state"] == "review"
    return str(job["id"])


def released(world: World, job_id: str) -> dict[str, Any]:
    """A released job, once the masker has worked it again."""
    client = world.other.client
    eventually(lambda: client.job(job_id)["state"] == "done", "what was released is done")
    return client.job(job_id)


def draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag a box over the picture, corners in fractions of it."""
    place = page.get_by_role("application").bounding_box()
    assert place
    corners = [(place["x"] + x * place["width"], place["y"] + y * place["height"]) for x, y in (start, end)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*corners[1], steps=3)
    page.mouse.up()


def test_a_reviewer_draws_what_was_missed_and_what_is_released_is_covered_there(
    world: World, staff: Staff, dull: bytes
) -> None:
    job = held(world, dull)
    visitor = staff.at("reviewer", "review")
    page = visitor.page
    expect(page.get_by_role("heading", name="Waiting for a person: 1")).to_be_visible()
    expect(page.get_by_alt_text("The picture")).to_be_visible()
    draw(page, (0.2, 0.2), (0.5, 0.6))
    expect(page.get_by_role("group", name="Box 1: 20 % from the left")).to_be_focused()
    visitor.shoot("11-review")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Hide 1 more and release").click()
    expect(page.get_by_text("Nothing waits for a person.")).to_be_visible()
    visitor.shoot("12-review-empty")
    assert visitor.barriers() == []
    done = released(world, job)
    result, before = pixels(world.other.client.download(done["download"])), pixels(dull)
    inside = result[75:165, 75:135]
    assert np.ptp(inside.reshape(-1, 3), axis=0).max() < 16  # one plain cover
    assert np.abs(result[220:, 200:] - before[220:, 200:]).mean() < 8


def test_a_reviewer_needs_no_mouse(world: World, staff: Staff, dull: bytes) -> None:
    first, second = held(world, dull), held(world, dull)
    page = staff.at("reviewer", "review").page
    expect(page.get_by_role("heading", name="Waiting for a person: 2")).to_be_visible()
    expect(page.get_by_alt_text("The picture")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("It stays in the queue.")).to_be_visible()
    expect(page.get_by_alt_text("The picture")).to_be_visible()
    for key in ("b", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "b", "Delete"):
        page.keyboard.press(key)
    box = page.get_by_role("group", name="Box 1: 39 % from the left, 39 % from the top, 21 % wide")
    expect(box).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_text("Released: it is masked once more")).to_be_visible()
    expect(page.get_by_alt_text("The picture")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Really reject")).to_be_visible()
    assert world.other.client.job(first)["state"] == "review"
    page.keyboard.press("x")
    expect(page.get_by_text("Rejected; what was held is deleted.")).to_be_visible()
    assert world.other.client.job(first)["state"] == "rejected"
    assert len(released(world, second)["regions"]) == 1


def test_a_reviewer_begins_with_what_was_drawn_in_a_report(
    world: World, staff: Staff, photos: list[Path]
) -> None:
    client = world.other.client
    job = client.create_job(new_user())
    client.upload(job["upload"], photos[0].read_bytes())
    client.settled(f"/v1/jobs/{job['id']}")
    drawn = {"kind": "missed", "regions": [{"box": [0.1, 0.2, 0.3, 0.4]}]}
    assert client.call("POST", f"/v1/jobs/{job['id']}/reports", drawn)[0] == 200
    page = staff.at("reviewer", "review").page
    expect(page.get_by_role("group", name="Box 1: 10 % from the left, 20 % from the top")).to_be_visible()
    page.get_by_role("button", name="Hide 1 more and release").click()
    expect(page.get_by_text("Released: it is masked once more")).to_be_visible()
    covered = [region["covered"]["left"] for region in released(world, job["id"])["regions"]]
    assert any(abs(left - 0.1) < 0.02 for left in covered)


def test_what_somebody_else_decided_meanwhile_is_said_and_passed_over(
    world: World, staff: Staff, dull: bytes
) -> None:
    job = held(world, dull)
    visitor = staff.at("reviewer", "review")
    page = visitor.page
    expect(page.get_by_alt_text("The picture")).to_be_visible()
    world.other.client.call("DELETE", f"/v1/jobs/{job}")
    visitor.expected = (*COGNITO, "Failed to load resource")
    page.keyboard.press("r")
    expect(page.get_by_text("It was decided meanwhile, or its time is over.")).to_be_visible()
