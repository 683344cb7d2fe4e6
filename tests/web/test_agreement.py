"""The agreement of Art. 28 in the team's part: read in both languages, accepted by an admin alone."""

import json
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.web.staff import Staff
from tests.web.test_upload import agree_and_send, choose
from tests.web.visitor import Visitor

ACCEPT = "Accept this version for the team"


def test_privacy_reads_it_and_an_admin_accepts_it(staff: Staff) -> None:
    reader = staff.at("privacy", "agreement")
    expect(reader.page.get_by_role("heading", name="Agreement on processing")).to_be_visible()
    expect(reader.page.get_by_role("heading", name="Instructions")).to_be_visible()
    expect(reader.page.get_by_text("An admin of your team can accept it.")).to_be_visible()
    expect(reader.page.get_by_role("button", name=ACCEPT)).to_have_count(0)
    admin = staff.at("admin", "agreement")
    expect(admin.page.get_by_role("button", name=ACCEPT)).to_be_visible()
    admin.shoot("40-agreement")
    assert admin.barriers() == []
    admin.page.get_by_role("button", name=ACCEPT).click()
    expect(admin.page.get_by_text("Your team has accepted this version.")).to_be_visible()
    expect(admin.page.get_by_text("accepted by you")).to_be_visible()
    expect(admin.page.get_by_role("button", name=ACCEPT)).to_have_count(0)
    admin.page.get_by_label("Language").select_option("de")
    expect(admin.page.get_by_role("heading", name="Weisungen")).to_be_visible()
    assert admin.barriers() == []
    admin.page.get_by_label("Sprache").select_option("en")


def test_a_new_version_says_until_when_the_older_one_counts(staff: Staff) -> None:
    admin = staff.at("admin", "documents")
    with admin.page.expect_response("**/v1/team/agreement?*") as read:
        staff.at("admin", "agreement")
    later = read.value.json() | {"state": "grace", "until": "2099-01-02T10:00:00.000Z"}
    headers = {"Access-Control-Allow-Origin": admin.origin}
    admin.page.route("**/v1/team/agreement?*", lambda route: route.fulfill(json=later, headers=headers))
    staff.at("admin", "agreement")
    expect(admin.page.get_by_text("your team has accepted an older one")).to_be_visible()
    expect(admin.page.get_by_text("no photo can be uploaded")).to_be_visible()
    admin.shoot("41-agreement-grace")
    assert admin.barriers() == []
    admin.page.unroute("**/v1/team/agreement?*")


def test_an_upload_that_waits_for_it_says_whom_to_ask_and_loses_nothing(
    visitor: Visitor, photos: list[Path]
) -> None:
    visitor.expected = ("Failed to load resource",)
    page = visitor.arrive()
    headers = {"Access-Control-Allow-Origin": visitor.origin, "Content-Type": "application/problem+json"}
    missing = json.dumps({"type": "urn:moretta:problem:agreement_missing", "status": 409})

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=409, headers=headers, body=missing)
        else:
            route.continue_()

    page.route("**/v1/me/jobs", refuse)
    choose(page, photos[:1])
    agree_and_send(page)
    expect(page.get_by_text("has to agree to the service first")).to_be_visible()
    visitor.shoot("42-agreement-missing")
    assert visitor.barriers() == []
    page.unroute("**/v1/me/jobs")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("1 of 1 ready")).to_be_visible()
