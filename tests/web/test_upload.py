"""Upload, as a person does it: three photos go in, and come back masked beside their originals."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.visitor import Visitor


def choose(page: Page, photos: list[Path]) -> None:
    """Pick files, as the dialog of the system would hand them over."""
    page.locator("input[type=file]").set_input_files(photos)


def agree_and_send(page: Page) -> None:
    page.get_by_label("I agree").check()
    page.get_by_role("button", name=re.compile("^Hide and get back")).click()


def test_three_photos_come_back_beside_their_originals(visitor: Visitor, photos: list[Path]) -> None:
    page = visitor.arrive()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hide who is in your photos")
    assert "session" not in page.url
    visitor.shoot("1-empty")
    assert visitor.barriers() == []
    choose(page, photos)
    expect(page.get_by_label("I agree")).not_to_be_checked()
    expect(page.get_by_role("button", name=re.compile("^Hide and get back"))).to_be_disabled()
    page.get_by_label("Drawn mask").check()
    visitor.shoot("2-chosen")
    assert visitor.barriers() == []
    agree_and_send(page)
    expect(page.get_by_text("3 of 3 ready")).to_be_visible()
    for result in page.get_by_alt_text("Masked").all():
        assert result.evaluate("picture => picture.complete && picture.naturalWidth") > 0
    expect(page.get_by_alt_text("Masked")).to_have_count(3)
    visitor.shoot("3-done")
    assert visitor.barriers() == []


def test_what_was_missed_is_drawn_over_the_result_which_is_withdrawn_at_once(
    visitor: Visitor, photos: list[Path]
) -> None:
    page = visitor.arrive()
    choose(page, photos[:1])
    agree_and_send(page)
    page.get_by_role("button", name="Something was missed: portrait.jpg").click()
    expect(page.get_by_role("dialog", name="What was missed?")).to_be_visible()
    page.get_by_role("button", name="Add a box").click()
    expect(page.get_by_role("group", name="Box 1: 40 % from the left")).to_be_focused()
    visitor.shoot("13-report")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Withdraw it and report").click()
    expect(page.get_by_text("Something was reported as missed.")).to_be_visible()
    expect(page.get_by_alt_text("Masked")).to_have_count(0)
