"""Erasures by a team: an admin asks, another person for privacy approves, and either calls it off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.stage import LOCAL
from tests.e2e.asking import new_team
from tests.e2e.world import Speaker, World, eventually, new_user
from tests.web.staff import Staff


@pytest.fixture
def leaving(world: World, browser: Browser) -> Iterator[tuple[Speaker, Staff]]:
    """A team of its own, which will have nothing left, and its staff."""
    team, (origin,) = new_team(world), LOCAL.origins
    staff = Staff(world, team, browser, origin)
    yield team, staff
    assert staff.complaints() == []
    staff.leave()


def ask_for_a_day(page: Page) -> None:
    """A day on which there was nothing yet."""
    page.get_by_label("A span of time").check()
    page.get_by_label("From").fill("2020-01-01T00:00")
    page.get_by_label("Until").fill("2020-01-02T00:00")
    page.get_by_label("Nobody can bring it back.").check()
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_text("It waits for somebody for privacy to approve.")).to_be_visible()


def test_a_span_of_time_takes_two_people_and_can_be_called_off(world: World, staff: Staff) -> None:
    visitor = staff.at("admin", "erasures")
    page = visitor.page
    ask_for_a_day(page)
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    visitor.shoot("16-erasure")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Call off").click()
    expect(page.get_by_text("called off")).to_be_visible()
    ask_for_a_day(page)
    page = staff.at("privacy", "erasures").page
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    (latest, first) = world.other.client.call("GET", "/v1/erasures")[1]["erasures"][:2]
    assert latest["approved_by"] == staff.people["privacy"].id
    assert first["state"] == "cancelled"


def test_users_are_erased_by_their_ids_at_once(world: World, staff: Staff) -> None:
    users = [new_user(), new_user()]
    for user in users:
        world.other.client.create_job(user)
    page = staff.at("privacy", "erasures").page
    page.get_by_label("Your ids of the users").fill("\n".join(users))
    page.get_by_label("Nobody can bring it back.").check()
    page.get_by_role("button", name="Erase now").click()
    expect(page.get_by_text("The erasure runs.")).to_be_visible()
    for user in users:
        assert world.other.client.call("GET", f"/v1/users/{user}/jobs")[1]["jobs"] == []


def test_a_whole_team_starts_afresh_when_a_second_person_approves(
    leaving: tuple[Speaker, Staff], photos: list[Path]
) -> None:
    (team, staff), user = leaving, new_user()
    job = team.client.create_job(user)
    team.client.upload(job["upload"], photos[0].read_bytes())
    team.client.settled(f"/v1/jobs/{job['id']}")
    visitor = staff.at("admin", "erasures")
    page = visitor.page
    page.get_by_label("Everything: start afresh").check()
    expect(page.get_by_text("Members, webhooks and settings stay.")).to_be_visible()
    page.get_by_label("Nobody can bring it back.").check()
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_text("It waits for somebody for privacy to approve.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    visitor.shoot("28-afresh")
    assert visitor.barriers() == []
    assert team.client.call("GET", f"/v1/jobs/{job['id']}")[0] == 200, "one person alone does nothing"
    second = staff.at("privacy", "erasures").page
    second.get_by_role("button", name="Approve").click()
    expect(second.get_by_text("Everything of the team")).to_be_visible()
    expect(second.get_by_role("button", name="Approve")).to_have_count(0)
    eventually(lambda: team.client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404, "nothing is left to see")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("running")).to_be_visible()
    (asked,) = team.client.call("GET", "/v1/erasures")[1]["erasures"]
    people = (asked["scope"], asked["requested_by"], asked["approved_by"])
    assert people == ("team", staff.people["admin"].id, staff.people["privacy"].id)
