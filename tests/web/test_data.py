"""My data: what is stored, and its erasure with a receipt that the browser checks by itself."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.world import World
from tests.web.test_upload import agree_and_send, choose
from tests.web.visitor import Visitor
from tools.staff import new_person, sign_in


def erase(page: Page) -> None:
    page.get_by_label("I want everything erased").check()
    page.get_by_role("button", name="Erase everything now").click()


def test_a_user_sees_what_is_stored_and_erases_all_of_it(visitor: Visitor, photos: list[Path]) -> None:
    page = visitor.arrive()
    choose(page, photos[:1])
    agree_and_send(page)
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_text("The masked photo, and the record of it")).to_be_visible()
    expect(page.get_by_role("button", name="Erase everything now")).to_be_disabled()
    visitor.shoot("4-data")
    assert visitor.barriers() == []
    erase(page)
    expect(page.get_by_text("Everything is erased")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Genuine: this browser has checked")).to_be_visible()
    visitor.shoot("5-erased")
    assert visitor.barriers() == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the receipt").click()
    assert json.loads(Path(saved.value.path()).read_text())["receipt"].count(".") == 2


def test_a_user_erases_one_photo_and_keeps_the_others(visitor: Visitor, photos: list[Path]) -> None:
    page = visitor.arrive()
    choose(page, photos[1:])
    agree_and_send(page)
    expect(page.get_by_text("2 of 2 ready")).to_be_visible()
    page.get_by_role("link", name="My data").click()
    kept = page.get_by_text("The masked photo, and the record of it")
    expect(kept).to_have_count(2)
    page.get_by_role("button", name="Erase", exact=True).first.click()
    expect(page.get_by_role("dialog", name="Erase this photo?")).to_be_visible()
    assert visitor.barriers() == []
    page.get_by_role("button", name="Erase it now").click()
    expect(page.get_by_text("The photo is erased")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Genuine: this browser has checked")).to_be_visible()
    page.get_by_role("button", name="Back to what is stored").click()
    expect(kept).to_have_count(1)


def test_a_user_has_everything_stand_still_and_go_on(visitor: Visitor) -> None:
    """GDPR Art. 18."""
    page = visitor.arrive()
    page.get_by_role("link", name="My data").click()
    page.get_by_label("Why").select_option("legal_claims")
    page.get_by_role("button", name="Let it stand still").click()
    expect(page.get_by_text("It stands still from now on.")).to_be_visible()
    page.get_by_role("button", name="Let it go on").click()
    expect(page.get_by_text("It goes on where it stood.")).to_be_visible()


def test_a_user_takes_everything_along_but_not_while_it_stands_still(
    world: World, visitor: Visitor, photos: list[Path]
) -> None:
    """GDPR Art. 15, 20, and 18."""
    page = visitor.arrive()
    choose(page, photos[2:])
    agree_and_send(page)
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()
    page.get_by_role("link", name="My data").click()
    page.get_by_role("button", name="Make a file for me").click()
    expect(page.get_by_text("Your file is ready")).to_be_visible(timeout=60_000)
    visitor.shoot("23-export")
    assert visitor.barriers() == []
    with page.expect_response("**/v1/me/exports/*") as answered:
        page.get_by_role("button", name="Download the file").click()
    file = world.one.client.download(answered.value.json()["download"])
    with zipfile.ZipFile(BytesIO(file)) as inside:
        kinds = {name.split("/")[0] for name in inside.namelist()}
    assert {"manifest.json", "jobs", "results", "consents.json"} <= kinds
    page.get_by_role("button", name="Let it stand still").click()
    expect(page.get_by_text("It stands still from now on.")).to_be_visible()
    page.get_by_role("button", name="Download the file").click()
    expect(page.get_by_text("so it is not handed out")).to_be_visible()


def test_a_consent_is_withdrawn_with_one_press(world: World, visitor: Visitor) -> None:
    """Promise 9, and GDPR Art. 7(3): as easy as it was given."""
    declare(world, "training", "Help our software to get better")
    address = visitor.new_link()
    (token,) = parse_qs(urlsplit(address).fragment)["session"]
    said = {"notice": "1", "language": "en", "given_by": "self", "evidence": "a box"}
    consent = "/v1/me/consents/training"
    assert world.one.client.call("PUT", consent, said, token)[0] == 200
    page = visitor.page
    page.goto(f"{address}&screen=data")
    expect(page.get_by_text("Help our software to get better")).to_be_visible()
    visitor.shoot("22-consents")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Nothing is done for this purpose any more")).to_be_visible()
    assert world.one.client.call("GET", consent, token=token)[1]["state"] == "withdrawn"


def declare(world: World, purpose: str, sentence: str) -> None:
    """A purpose that needs a consent, among those of the first team."""
    deployed, call = world.deployed, world.one.client.call
    admin = new_person(deployed.session, deployed.outputs, world.one.team, "admin")
    token = sign_in(deployed.session, deployed.outputs, admin)
    now = call("GET", "/v1/team/settings", token=token)[1]
    declared = {
        **now["purposes"],
        purpose: {"basis": "consent", "opt_in": True, "description": {"en": sentence}},
    }
    change = {"version": now["version"], "purposes": declared}
    status, body, _ = call("PATCH", "/v1/team/settings", change, token)
    assert status == 200, body


def test_a_receipt_under_another_key_is_called_false(world: World, visitor: Visitor) -> None:
    page = visitor.arrive()
    keys = world.one.client.call("GET", "/.well-known/jwks.json")[1]["keys"]
    other = keys[0] | {"x": keys[0]["y"], "y": keys[0]["x"]}  # no point of the curve
    forged = {"keys": [{**keys[0], "kid": "another"}, other | {"kid": "third"}]}
    page.route("**/.well-known/jwks.json", lambda route: route.fulfill(json=forged, headers=OPEN))
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_text("Nothing is stored about you")).to_be_visible()
    erase(page)
    expect(page.get_by_text("The signature does not fit")).to_be_visible(timeout=60_000)


OPEN = {"Access-Control-Allow-Origin": "*"}
