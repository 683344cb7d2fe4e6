"""Team: somebody of the staff signs in with PKCE, and changes retention after seeing what that reaches."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.e2e.world import World
from tests.web.staff import sign_in
from tests.web.visitor import Visitor
from tools.staff import new_person


def test_an_admin_signs_in_sees_what_a_change_reaches_and_makes_it(world: World, visitor: Visitor) -> None:
    page, deployed = visitor.page, world.deployed
    person = new_person(deployed.session, deployed.outputs, world.other.team, "admin")
    sign_in(visitor, person)
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="How long things live")).to_be_visible()
    (asked,) = [parse_qs(urlsplit(url).query) for url in visitor.asked if "/oauth2/authorize" in url]
    assert asked["code_challenge_method"] == ["S256"]
    assert (urlsplit(page.url).path, urlsplit(page.url).query) == ("/", "")
    assert page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    page.get_by_role("link", name="Members").click()
    expect(page.get_by_text(person.email, exact=True)).to_be_visible()
    visitor.shoot("9-team")
    assert visitor.barriers() == []
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Masked photos").fill("10")
    page.get_by_role("button", name="See what this would reach").click()
    expect(page.get_by_text("Masked photos: reaches")).to_be_visible()
    assert _results(world) != 14_400
    visitor.shoot("10-preview")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Change it now").click()
    expect(page.get_by_text("Changed.")).to_be_visible()
    assert _results(world) == 14_400
    page.get_by_role("link", name="Audit").click()
    expect(page.get_by_text("retention.results").first).to_be_visible()
    visitor.shoot("24-audit")
    assert visitor.barriers() == []


def test_a_code_that_this_tab_did_not_ask_for_is_not_taken(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.origin}/signed-in?code=stolen&state=other")
    expect(visitor.page.get_by_text("The sign-in did not come to its end")).to_be_visible()
    assert not any("/oauth2/token" in url for url in visitor.asked)
    assert visitor.barriers() == []


def _results(world: World) -> int:
    """For how many minutes the team keeps results."""
    return int(world.other.client.call("GET", "/v1/team/settings")[1]["retention"]["results"])
