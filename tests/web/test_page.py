"""What holds on every screen: its language, light and dark, motion, and the way of the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.web.visitor import Visitor


def test_the_page_speaks_german_to_whoever_chooses_it(visitor: Visitor) -> None:
    page = visitor.arrive()
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verbergen, wer auf Ihren Fotos ist")
    expect(page).to_have_title("Hochladen · Moretta")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    visitor.shoot("25-german")
    assert visitor.barriers() == []


@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(244, 247, 246)"), ("dark", "rgb(13, 20, 19)")])
def test_a_theme_that_is_chosen_stands_against_the_systems(visitor: Visitor, theme: str, paper: str) -> None:
    page = visitor.arrive()
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    page.get_by_label("Light or dark").select_option(theme)
    expect(page.locator("html")).to_have_css("background-color", paper)


def test_nothing_moves_for_whoever_wants_no_motion(visitor: Visitor) -> None:
    page = visitor.arrive()
    button = page.get_by_text("Choose photos", exact=True)
    expect(button).to_have_css("transition-duration", "0s")
    page.emulate_media(reduced_motion="no-preference")
    expect(button).not_to_have_css("transition-duration", "0s")


def test_the_first_key_leads_past_the_head_to_what_the_page_is_for(visitor: Visitor) -> None:
    page = visitor.arrive()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Choose photos", exact=True)).to_be_focused()
