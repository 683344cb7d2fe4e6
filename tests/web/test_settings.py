"""What a team chooses of data and privacy: each form makes its change, or says in place what is refused."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.world import World
from tests.web.staff import Staff


def part(page: Page, title: str) -> Locator:
    """A form, with what is told under it."""
    return page.locator("section", has=page.get_by_role("heading", name=title, exact=True, level=3))


def stored(world: World) -> dict[str, Any]:
    """The settings of the second team, as the API has them."""
    told: dict[str, Any] = world.other.client.call("GET", "/v1/team/settings")[1]
    return told


def test_a_purpose_is_declared_with_its_basis_and_removed_and_what_is_refused_is_said_in_place(
    world: World, staff: Staff
) -> None:
    """GDPR Art. 5(1)(b), 6(1)."""
    visitor = staff.at("admin", "settings")
    visitor.expected = REFUSED
    page, purposes = visitor.page, part(visitor.page, "Purposes")
    page.get_by_role("button", name="Declare a purpose").click()
    purposes.get_by_label("Name").fill("teaching")
    purposes.get_by_label("What is kept for it").select_option("original")
    purposes.get_by_role("button", name="Declare it").click()
    expect(purposes.get_by_text("Refused: must be an object of a text for each language")).to_be_visible()
    expect(purposes.get_by_role("alert")).to_have_text("Nothing was changed: see what is marked above.")
    visitor.shoot("26-purpose")
    assert visitor.barriers() == []
    purposes.get_by_label("Description, English").fill("Show students how it is done")
    purposes.get_by_role("button", name="Declare it").click()
    expect(purposes.get_by_text("Changed.")).to_be_visible()
    assert stored(world)["purposes"]["teaching"] == {
        "basis": "consent",
        "opt_in": True,
        "keeps": "original",
        "description": {"en": "Show students how it is done"},
    }
    page.get_by_role("button", name="Edit teaching").click()
    purposes.get_by_label("Legal basis").select_option("public_task")
    purposes.get_by_role("button", name="Declare it").click()
    expect(purposes.get_by_text("Public task · keeps nothing")).to_be_visible()
    page.get_by_role("button", name="Remove teaching").click()
    page.get_by_role("button", name="Remove it now").click()
    expect(page.get_by_role("button", name="Edit teaching")).to_have_count(0)
    assert stored(world)["purposes"].keys() == {"masking"}


def test_recipes_bands_and_styles_are_chosen_and_contradictions_said_where_they_are(
    world: World, staff: Staff
) -> None:
    visitor = staff.at("admin", "settings")
    visitor.expected = REFUSED
    page, recipes = visitor.page, part(visitor.page, "Recipes")
    recipes.get_by_label("Jobs that name no recipe are masked by this one").check()
    recipes.get_by_role("combobox", name="Faces").select_option("blur")
    recipes.get_by_label("Blur can be undone").uncheck()
    recipes.get_by_role("button", name="Save").click()
    refused = recipes.get_by_role("group", name="The team's own recipe").get_by_text("does not allow")
    expect(refused).to_be_visible()
    recipes.get_by_role("combobox", name="Faces").select_option("pattern")
    recipes.get_by_label("Faces: the team's own limits").check()
    recipes.get_by_label("Hidden and looked at from").fill("0.9")
    recipes.get_by_role("button", name="Save").click()
    expect(recipes.get_by_text("Refused: must not be above hide")).to_be_visible()
    visitor.shoot("27-recipes")
    assert visitor.barriers() == []
    assert stored(world)["recipes"]["default"] is None, "nothing half done"
    recipes.get_by_label("Hidden and looked at from").fill("0.4")
    recipes.get_by_role("button", name="Save").click()
    expect(recipes.get_by_text("Changed.")).to_be_visible()
    chosen = stored(world)["recipes"]
    assert chosen["default"]["hide"]["face"]["style"] == "pattern"
    assert (chosen["bands"], "blur" in chosen["styles"]) == ({"face": {"hide": 0.5, "review": 0.4}}, False)
    recipes.get_by_label("Blur can be undone").check()
    recipes.get_by_label("Faces: the team's own limits").uncheck()
    recipes.get_by_label("Jobs that name no recipe are masked by this one").uncheck()
    recipes.get_by_role("button", name="Save").click()
    expect(recipes.get_by_text("Changed.")).to_be_visible()
    rules = stored(world)["recipes"]
    assert (rules["default"], rules["bands"], "blur" in rules["styles"]) == (None, {}, True)
    page.get_by_role("button", name="Read them anew").click()
    expect(recipes.get_by_label("Jobs that name no recipe are masked by this one")).not_to_be_checked()


def test_the_times_for_review_and_corrections_are_chosen_after_what_they_reach_was_seen(
    world: World, staff: Staff
) -> None:
    visitor = staff.at("admin", "settings")
    visitor.expected = REFUSED
    times = part(visitor.page, "How long things live")
    times.get_by_label("Originals for corrections").fill("100")
    times.get_by_role("button", name="See what this would reach").click()
    expect(times.get_by_text("Refused: must be a whole number of minutes from 0 to 4320")).to_be_visible()
    times.get_by_label("Originals for corrections").fill("2")
    times.get_by_label("Originals in review").fill("5")
    times.get_by_role("button", name="See what this would reach").click()
    expect(times.get_by_text("Originals for corrections: reaches")).to_be_visible()
    expect(times.get_by_text("the time to look at them: reaches")).to_be_visible()
    before = stored(world)["retention"]
    assert (before["correction_window"], before["originals"] != 7200) == (0, True), "it was only asked"
    times.get_by_label("Originals for corrections").fill("0")
    times.get_by_role("button", name="See what this would reach").click()
    times.get_by_role("button", name="Change it now").click()
    expect(times.get_by_text("Changed.")).to_be_visible()
    assert stored(world)["retention"] == {**before, "originals": 7200}


def test_contacts_stand_in_the_notice_and_what_somebody_else_changed_meanwhile_is_not_lost(
    world: World, staff: Staff
) -> None:
    """GDPR Art. 13(1)(a), (b); PIPEDA, principle 4.1."""
    visitor = staff.at("admin", "settings")
    visitor.expected = REFUSED
    page, contacts = visitor.page, part(visitor.page, "Contacts")
    contacts.get_by_label("Data protection officer").fill("dpo@example.org")
    contacts.get_by_label("Accountable person").fill("Ada Lovelace " * 20)
    contacts.get_by_role("button", name="Save").click()
    expect(contacts.get_by_text("Refused: must be a text of 1 to 200 characters")).to_be_visible()
    contacts.get_by_label("Accountable person").fill("Ada Lovelace")
    page.route("**/v1/team/settings", stale, times=1)
    contacts.get_by_role("button", name="Save").click()
    expect(contacts.get_by_text("Somebody else has changed the settings meanwhile.")).to_be_visible()
    contacts.get_by_role("button", name="Save").click()
    expect(contacts.get_by_text("Changed.")).to_be_visible()
    assert stored(world)["contacts"] == {"dpo": "dpo@example.org", "accountable": "Ada Lovelace"}
    assert visitor.barriers() == []


def test_what_becomes_of_others_photos_is_chosen(world: World, staff: Staff) -> None:
    """GDPR Art. 17: whose photo shows somebody who is erased."""
    visitor = staff.at("admin", "settings")
    others = part(visitor.page, "Others in a photo")
    others.get_by_label("Their photo").select_option("stays, with every face hidden")
    others.get_by_role("button", name="Save").click()
    expect(others.get_by_text("Changed.")).to_be_visible()
    assert stored(world)["depicted"] == "remask"
    assert visitor.barriers() == []


def stale(route: Route) -> None:
    """The same change, of another version than the one that stands."""
    change = route.request.post_data_json
    assert change is not None
    route.continue_(post_data=json.dumps({**change, "version": change["version"] + 1}))


REFUSED = ("favicon", "status of 422", "status of 409")
