"""Webhooks: an admin adds one, sees its secret this once, sends a test, and sees that it arrived."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.receiver import Receiver, receiving
from tests.e2e.world import World
from tests.web.staff import Staff


@pytest.fixture
def receiver(world: World) -> Iterator[Receiver]:
    with receiving(world.cloud.ca_bundle.parent) as started:
        yield started


def test_a_webhook_is_added_tested_and_removed(world: World, staff: Staff, receiver: Receiver) -> None:
    visitor = staff.at("admin", "webhooks")
    page = visitor.page
    page.get_by_label("Address, with https").fill(receiver.at("/hook"))
    page.get_by_role("button", name="Add it").click()
    secret = page.get_by_text("whsec_").text_content() or ""
    visitor.shoot("14-webhook")
    assert visitor.barriers() == []
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text("whsec_")).to_have_count(0)
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("cell", name="webhook.test")).to_be_visible()
    expect(page.get_by_role("cell", name="delivered try 1, 204")).to_be_visible()
    assert receiver.of("/hook")[0].verified(secret)["type"] == "eu.moretta.webhook.test"
    visitor.shoot("15-delivered")
    assert visitor.barriers() == []
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Removed.")).to_be_visible()
    assert world.other.client.call("GET", "/v1/team/webhooks")[1]["webhooks"] == []
