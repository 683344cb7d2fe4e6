"""What is served: its headers, its weight, and whom it asks."""

import gzip
import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from infra.web_policy import cache_control
from tests.e2e.world import World
from tests.web.visitor import Visitor
from tools.web_server import BUILT

MOST = 150_000  # bytes of the first screen, compressed
# Which directive stopped a request, by what the browser itself says of it.
STOPPED = """url => new Promise(done => {
  addEventListener("securitypolicyviolation", told => done(told.effectiveDirective), { once: true });
  fetch(url, { mode: "no-cors" }).then(() => done("sent"), () => {});
})"""


def test_a_page_may_talk_to_its_api_and_its_two_buckets_and_to_nobody_else(
    world: World, visitor: Visitor
) -> None:
    answer = visitor.page.goto(visitor.new_link())
    assert answer
    told = answer.all_headers()
    policy = dict(part.split(" ", 1) for part in told["content-security-policy"].split("; "))
    assert not re.search(r"unsafe-|\*|data:", told["content-security-policy"])
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    endpoint, files = world.deployed.endpoint, world.deployed.endpoint
    assert policy["connect-src"].split() == [
        "'self'",
        f"{world.deployed.api_url}/",
        f"{files}/{world.bucket('originals')}",
        f"{endpoint}/oauth2/token",
    ]
    assert policy["img-src"].split() == [
        "'self'",
        "blob:",
        f"{files}/{world.bucket('results')}/",
        f"{files}/{world.bucket('held')}/",
    ]
    assert (told["x-content-type-options"], told["referrer-policy"]) == ("nosniff", "no-referrer")


def test_a_script_that_should_not_be_there_reaches_nobody(world: World, visitor: Visitor) -> None:
    page = visitor.arrive()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.expected = ("Content Security Policy", "Fetch API cannot load", "Failed to load resource")
    files = world.deployed.endpoint
    for address in (
        f"{files}/another-bucket",
        f"{files}/{world.bucket('held')}",
        "https://elsewhere.example/",
    ):
        assert page.evaluate(STOPPED, address) == "connect-src"
    for address in (f"{world.deployed.api_url}/v1/me/jobs", f"{files}/{world.bucket('originals')}"):
        assert page.evaluate(STOPPED, address) == "sent"


def test_the_first_screen_asks_nobody_else_sets_no_cookie_and_is_light(visitor: Visitor) -> None:
    page = visitor.arrive()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert {urlsplit(url).netloc for url in visitor.asked} == {urlsplit(visitor.origin).netloc}
    assert page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert not any("/inside-" in url for url in visitor.asked)  # the staff's screens are for the staff
    paths = {urlsplit(url).path.lstrip("/") or "index.html" for url in visitor.asked} - {"config.json"}
    weight = sum(len(gzip.compress((BUILT / path).read_bytes())) for path in paths)
    assert 10_000 < weight <= MOST


def test_files_with_a_hash_in_their_name_are_kept_and_all_others_are_asked_for_again() -> None:
    assert "immutable" in cache_control("assets/index-1a2b3c.js")
    assert {cache_control(path) for path in ("index.html", "config.json", "mask.svg")} == {"no-cache"}


def test_without_a_link_of_an_app_the_page_says_what_it_needs(visitor: Visitor) -> None:
    visitor.page.goto(visitor.origin)
    expect(visitor.page.get_by_text("needs a link from your app")).to_be_visible()
    assert visitor.barriers() == []
