"""Figures: an admin sees how much was masked, how fast, and what needed a person."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.world import World, new_user
from tests.web.staff import Staff


def test_figures_are_drawn_of_what_was_masked(world: World, staff: Staff, photos: list[Path]) -> None:
    client = world.other.client
    job = client.create_job(new_user())
    client.upload(job["upload"], photos[0].read_bytes())
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    visitor = staff.at("admin", "figures")
    expect(visitor.page.get_by_role("img", name="Photos: at most")).to_be_visible()
    jobs = client.call("GET", "/v1/team/figures")[1]["total"]["jobs"]
    assert jobs > 0
    expect(visitor.page.get_by_role("definition").first).to_have_text(str(jobs))
    visitor.page.get_by_label("Month").check()
    expect(visitor.page.get_by_role("img", name="Seconds until masked")).to_be_visible()
    visitor.shoot("20-figures")
    assert visitor.barriers() == []
