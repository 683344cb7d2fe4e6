"""What goes wrong says what happened and what to do, and loses nothing."""

import time
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.e2e.world import World, new_user
from tests.web.staff import COGNITO, Staff, sign_in_at
from tests.web.test_upload import agree_and_send, choose
from tests.web.visitor import Visitor
from tools.web_link import link

FAILED = ("Failed to load resource", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED")


def test_a_network_lost_in_mid_upload_costs_nothing(
    world: World, visitor: Visitor, photos: list[Path]
) -> None:
    visitor.expected = FAILED
    page = visitor.arrive()
    bucket = f"**/{world.bucket('originals')}"
    page.route(bucket, lambda route: route.abort())
    choose(page, photos[:1])
    agree_and_send(page)
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    visitor.shoot("6-offline")
    assert visitor.barriers() == []
    page.unroute(bucket)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()


def test_what_waited_goes_on_by_itself_when_the_network_is_back(visitor: Visitor, photos: list[Path]) -> None:
    visitor.expected = FAILED
    page = visitor.arrive()
    choose(page, photos[:1])
    visitor.offline(True)
    agree_and_send(page)
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    visitor.offline(False)
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()


def test_a_form_that_ran_out_is_fetched_anew(world: World, visitor: Visitor, photos: list[Path]) -> None:
    visitor.expected = FAILED
    page = visitor.arrive()
    over = {"status": 403, "headers": {"Access-Control-Allow-Origin": visitor.origin}}

    def refuse(route: Route) -> None:
        route.fulfill(**over)  # type: ignore[arg-type]

    page.route(f"**/{world.bucket('originals')}", refuse, times=1)  # what S3 says of a form that is over
    choose(page, photos[:1])
    agree_and_send(page)
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()
    expect(page.get_by_text("a new one was fetched")).to_be_visible()


def test_a_file_that_is_refused_says_why(visitor: Visitor, photos: list[Path], tmp_path: Path) -> None:
    page = visitor.arrive()
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "photo.jpg").write_bytes(b"no picture at all")
    choose(page, [tmp_path / "letter.pdf", tmp_path / "photo.jpg"])
    expect(page.get_by_text("This is no photo in a format that is taken")).to_be_visible()
    agree_and_send(page)
    expect(page.get_by_text("The file is not a picture.")).to_be_visible()
    visitor.shoot("7-refused")
    assert visitor.barriers() == []


def test_a_session_that_ended_keeps_the_photos_and_another_tab_brings_a_new_one(
    visitor: Visitor, photos: list[Path]
) -> None:
    visitor.expected = FAILED
    page = visitor.page
    page.goto(visitor.new_link(seconds=1))
    choose(page, photos[:1])
    page.wait_for_function("ends => Date.now() > ends", arg=(time.time() + 1) * 1000)
    agree_and_send(page)
    expect(page.get_by_text("Your session has ended").first).to_be_visible()
    visitor.shoot("8-ended")
    assert visitor.barriers() == []
    visitor.another_tab()
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()


def test_photos_of_one_user_are_never_sent_for_another(
    world: World, visitor: Visitor, photos: list[Path]
) -> None:
    page = visitor.arrive()
    choose(page, photos[:1])
    expect(page.get_by_text("portrait.jpg")).to_be_visible()
    other = link(visitor.origin, world.one.client, new_user())
    page.evaluate("address => { location.href = address }", other)
    expect(page.get_by_text("portrait.jpg")).to_have_count(0)
    assert "session" not in page.url


def test_a_sign_in_that_ended_keeps_what_was_typed_and_another_tab_brings_a_new_one(staff: Staff) -> None:
    visitor = staff.at("privacy", "incidents")
    page, visitor.expected = visitor.page, (*COGNITO, *FAILED)
    over = {"status": 401, "headers": {"Access-Control-Allow-Origin": "*"}, "json": {}}
    page.get_by_label("What happened").fill("A link was sent to a stranger.")
    page.route("**/v1/incidents", lambda route: route.fulfill(**over), times=1)
    page.get_by_role("button", name="Open it, the 72 hours run").click()
    over_notice = page.get_by_role("heading", name="Your sign-in is over")
    expect(over_notice).to_be_visible()
    visitor.shoot("21-sign-in-over")
    assert visitor.barriers() == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    sign_in_at(opened.value, staff.people["privacy"])
    expect(over_notice).to_have_count(0)
    expect(page.get_by_label("What happened")).to_have_value("A link was sent to a stranger.")
