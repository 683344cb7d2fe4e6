from dataclasses import replace

import pytest

from functions.aws.audit import AuditRows
from functions.aws.webhooks import DynamoWebhooks, KmsVault
from functions.core.errors import Conflict, NotFound, TooManyWebhooks, Unavailable
from functions.core.names import new_id
from functions.core.webhook import BY_TEAM, DISABLED, ENABLED, Change, Webhook
from functions.core.webhook_ports import Vault, Webhooks
from tests.contracts.cloud import Cloud
from tests.contracts.making import LATER, NOW, OTHER_TEAM, TEAM, an_entry
from tests.fakes.webhooks import FakeVault, FakeWebhooks


@pytest.fixture(params=["fake", "moto"])
def webhooks(request: pytest.FixtureRequest) -> Webhooks:
    """The rows of webhooks."""
    if request.param == "fake":
        return FakeWebhooks()
    cloud: Cloud = request.getfixturevalue("cloud")
    return DynamoWebhooks(cloud.dynamodb, cloud.new_table(), AuditRows(cloud.new_table(), 65))


@pytest.fixture(params=["fake", "moto"])
def vault(request: pytest.FixtureRequest) -> Vault:
    """The vault of secrets."""
    if request.param == "fake":
        return FakeVault()
    cloud: Cloud = request.getfixturevalue("cloud")
    return KmsVault(cloud.kms, cloud.data_key)


def a_webhook(team: str = TEAM) -> Webhook:
    """A new webhook of a team."""
    events = ("eu.moretta.job.done", "eu.moretta.job.failed")
    return Webhook(new_id(NOW), team, "https://example.org/hook", events, NOW, "sealed")


def test_what_is_created_is_read_back_the_same_by_its_team_alone(webhooks: Webhooks) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    assert webhooks.get(TEAM, webhook.id) == webhook
    assert webhooks.get(OTHER_TEAM, webhook.id) is None
    assert webhooks.all(OTHER_TEAM) == []


def test_all_webhooks_of_a_team_come_the_oldest_first(webhooks: Webhooks) -> None:
    assert webhooks.all(TEAM) == []
    made = sorted((a_webhook() for _ in range(10)), key=lambda webhook: webhook.id)
    for webhook in made[::-1]:
        webhooks.create(webhook, an_entry())
    assert list(webhooks.all(TEAM)) == made


def test_the_eleventh_is_one_too_many_until_one_goes(webhooks: Webhooks) -> None:
    made = [a_webhook() for _ in range(10)]
    for webhook in made:
        webhooks.create(webhook, an_entry())
    with pytest.raises(TooManyWebhooks):
        webhooks.create(a_webhook(), an_entry())
    webhooks.delete(TEAM, made[3].id, an_entry())
    webhooks.create(a_webhook(), an_entry())
    assert len(webhooks.all(TEAM)) == 10


def test_an_id_is_given_once(webhooks: Webhooks) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    with pytest.raises(Conflict):
        webhooks.create(webhook, an_entry())


def test_what_is_not_there_cannot_be_deleted_and_makes_no_room(webhooks: Webhooks) -> None:
    for webhook in [a_webhook() for _ in range(10)]:
        webhooks.create(webhook, an_entry())
    for team in (TEAM, OTHER_TEAM):
        with pytest.raises(NotFound):
            webhooks.delete(team, new_id(NOW), an_entry())
    with pytest.raises(TooManyWebhooks):
        webhooks.create(a_webhook(), an_entry())


def test_a_rotation_is_stored_unless_another_was_first(webhooks: Webhooks) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    rotated = webhook.rotated("sealed anew", LATER)
    webhooks.rotate(rotated, an_entry())
    assert webhooks.get(TEAM, webhook.id) == rotated
    with pytest.raises(Conflict):
        webhooks.rotate(webhook.rotated("sealed by somebody else", LATER), an_entry())
    with pytest.raises(Conflict):
        webhooks.rotate(replace(rotated, id=new_id(NOW)), an_entry())
    assert webhooks.get(TEAM, webhook.id) == rotated


def test_a_secret_opens_for_its_webhook_and_team_alone(vault: Vault) -> None:
    sealed = vault.seal(TEAM, "webhook-a", b"secret")
    assert vault.open(TEAM, "webhook-a", sealed) == b"secret"
    for team, webhook in ((TEAM, "webhook-b"), (OTHER_TEAM, "webhook-a")):
        with pytest.raises(Unavailable):
            vault.open(team, webhook, sealed)


def test_a_disabled_webhook_says_why_and_one_that_went_is_no_error(webhooks: Webhooks) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    webhooks.disable(webhook, "gone")
    webhooks.disable(a_webhook(), "gone")
    assert list(webhooks.all(TEAM)) == [replace(webhook, state="disabled", reason="gone")]


def test_a_change_is_written_and_leaves_the_rest_as_it_is(webhooks: Webhooks) -> None:
    webhook, other = a_webhook(), a_webhook()
    for each in (webhook, other):
        webhooks.create(each, an_entry())
    url, events = "https://example.org/other", ("eu.moretta.erasure.completed",)
    moved = webhooks.change(TEAM, webhook.id, Change(url=url), an_entry())
    assert moved == replace(webhook, url=url)
    told = webhooks.change(TEAM, webhook.id, Change(events=events, state=DISABLED), an_entry())
    assert told == replace(moved, events=events, state=DISABLED, reason=BY_TEAM)
    assert webhooks.get(TEAM, webhook.id) == told
    assert webhooks.get(TEAM, other.id) == other


@pytest.mark.parametrize("reason", ["gone", BY_TEAM])
def test_a_webhook_that_is_enabled_again_gives_no_reason(webhooks: Webhooks, reason: str) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    webhooks.disable(webhook, reason)
    assert webhooks.change(TEAM, webhook.id, Change(state=ENABLED), an_entry()) == webhook
    assert webhooks.get(TEAM, webhook.id) == webhook


def test_what_is_not_there_cannot_be_changed(webhooks: Webhooks) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    for team, webhook_id in ((TEAM, new_id(NOW)), (OTHER_TEAM, webhook.id)):
        with pytest.raises(NotFound):
            webhooks.change(team, webhook_id, Change(state=DISABLED), an_entry())
    assert list(webhooks.all(TEAM)) == [webhook]
    assert list(webhooks.all(OTHER_TEAM)) == []


def test_an_old_receiver_that_is_gone_disables_nothing_that_points_elsewhere_by_then(
    webhooks: Webhooks,
) -> None:
    webhook = a_webhook()
    webhooks.create(webhook, an_entry())
    moved = webhooks.change(TEAM, webhook.id, Change(url="https://example.org/other"), an_entry())
    webhooks.disable(webhook, "gone")
    assert webhooks.get(TEAM, webhook.id) == moved
