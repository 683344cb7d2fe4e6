"""Incidents: a privacy officer opens one, sees the clock, assesses it, tells whom it must, and closes it."""

from playwright.sync_api import expect

from tests.e2e.world import World
from tests.web.staff import Staff


def test_an_incident_goes_from_its_opening_to_its_end(staff: Staff) -> None:
    visitor = staff.at("privacy", "incidents")
    page = visitor.page
    page.get_by_label("What happened").fill("A link was sent to a stranger.")
    page.get_by_role("button", name="Open it, the 72 hours run").click()
    expect(page.get_by_text("71 h left")).to_be_visible()
    visitor.shoot("17-incident")
    assert visitor.barriers() == []
    page.get_by_label("Risk to people").select_option("risk")
    for field in ("Why you think so", "What may follow for people", "What was and will be done"):
        page.get_by_label(field).fill("It is over, and the link has ended.")
    page.get_by_role("button", name="Assess it").click()
    page.get_by_text("Draft for the authority").click()
    expect(page.locator("pre").first).to_contain_text("It is over, and the link has ended.")
    page.get_by_role("button", name="The authority was told").click()
    expect(page.get_by_text("everybody is told")).to_be_visible()
    page.get_by_label("What was learned").fill("Shorter links.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("closed", exact=True).first).to_be_visible()
    visitor.shoot("18-closed")
    assert visitor.barriers() == []


def test_privacy_documents_are_shown_as_they_are_deployed(world: World, staff: Staff) -> None:
    visitor = staff.at("privacy", "documents")
    page = visitor.page
    expect(page.get_by_text(world.deployed.stage.operator.name).first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as JSON").click()
    assert saved.value.suggested_filename == "records-of-processing.json"
    visitor.shoot("19-documents")
    assert visitor.barriers() == []
    expect(page.get_by_role("link", name="Members")).to_have_count(0)  # that is an admin's
