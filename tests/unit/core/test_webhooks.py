import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from functions.core.audit import Act
from functions.core.errors import Invalid, NotFound, TooManyWebhooks, Unavailable
from functions.core.events import TYPES
from functions.core.webhook import Change, new_secret, parse_change, parse_webhook, shown_secret, signatures
from functions.core.webhooks import (
    Secrets,
    change_webhook,
    create_webhook,
    delete_webhook,
    find_webhook,
    rotate_secret,
)
from tests.fakes.clock import START
from tests.fakes.webhooks import FakeVault, FakeWebhooks

TEAM, OTHER = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
DONE = "eu.moretta.job.done"
BODY: dict[str, object] = {"url": "https://example.org/hook", "events": [DONE]}
HOUR = timedelta(hours=1)
ACT = Act(TEAM, "ada", START)


@pytest.fixture
def world() -> Secrets:
    return Secrets(FakeWebhooks(), FakeVault(), HOUR)


def headers(signature: str, now: datetime) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


def test_a_new_webhook_is_enabled_and_its_secret_is_kept_sealed(world: Secrets) -> None:
    webhook, secret = create_webhook(BODY, Act(TEAM, "ada", START), world)
    assert (webhook.state, webhook.url, webhook.events) == ("enabled", BODY["url"], (DONE,))
    assert secret.startswith("whsec_")
    raw = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    assert 24 <= len(raw) <= 64
    assert secret not in repr(webhook)
    assert world.vault.open(TEAM, webhook.id, webhook.sealed) == raw
    assert find_webhook(webhook.id, TEAM, world.webhooks) == webhook


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://example.org"}, "url"),
        ({"url": None}, "url"),
        ({"events": None}, "events"),
        ({"events": []}, "events"),
        ({"events": DONE}, "events"),
        ({"events": ["eu.moretta.*"]}, "events"),
        ({"events": [DONE, 7]}, "events"),
        ({"events": [[DONE]]}, "events"),
        ({"events": [DONE] * 100}, "events"),
        ({"secret": "whsec_mine"}, "body"),
    ],
    ids=["http", "no-url", "no-events", "empty", "text", "wildcard", "number", "nested", "many", "unknown"],
)
def test_a_webhook_that_cannot_be_is_refused_with_the_field_named(
    world: Secrets, changes: Mapping[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create_webhook({**BODY, **changes}, Act(TEAM, "ada", START), world)
    assert refused.value.field == field
    assert world.webhooks.all(TEAM) == []


def test_an_event_type_that_is_named_twice_is_told_once() -> None:
    assert parse_webhook(BODY | {"events": [DONE, DONE]})[1] == (DONE,)
    assert parse_webhook(BODY | {"events": list(TYPES)})[1] == TYPES


def test_a_team_has_ten_webhooks_at_most_and_another_team_its_own_ten(world: Secrets) -> None:
    for _ in range(10):
        create_webhook(BODY, Act(TEAM, "ada", START), world)
    with pytest.raises(TooManyWebhooks):
        create_webhook(BODY, Act(TEAM, "ada", START), world)
    create_webhook(BODY, Act(OTHER, "ada", START), world)


@pytest.mark.parametrize("webhook_id", ["", "x", "0" * 26, "../team", "webhooks", "0" * 27])
def test_a_webhook_that_is_not_there_and_one_of_another_team_are_not_found(
    world: Secrets, webhook_id: str
) -> None:
    """Promise 10."""
    foreign, _ = create_webhook(BODY, Act(OTHER, "ada", START), world)
    for asked in (webhook_id, foreign.id):
        with pytest.raises(NotFound):
            find_webhook(asked, TEAM, world.webhooks)
        with pytest.raises(NotFound):
            rotate_secret(asked, ACT, world)
        with pytest.raises(NotFound):
            delete_webhook(asked, ACT, world.webhooks)
    assert world.webhooks.all(OTHER) == [foreign]


def test_after_a_rotation_both_secrets_sign_until_the_overlap_is_over(world: Secrets) -> None:
    webhook, _ = create_webhook(BODY, Act(TEAM, "ada", START), world)
    rotated, secret = rotate_secret(webhook.id, ACT, world)
    assert rotated.valid(START + HOUR - timedelta(seconds=1)) == (rotated.sealed, webhook.sealed)
    assert rotated.valid(START + HOUR) == (rotated.sealed,)
    assert shown_secret(world.vault.open(TEAM, webhook.id, rotated.sealed)) == secret
    again, _ = rotate_secret(webhook.id, ACT, world)
    assert again.valid(START) == (again.sealed, rotated.sealed)


def test_two_rotations_at_the_same_moment_do_not_both_win(
    world: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook, _ = create_webhook(BODY, Act(TEAM, "ada", START), world)
    monkeypatch.setattr(world.webhooks, "get", lambda _team, _id: webhook)
    rotate_secret(webhook.id, ACT, world)
    with pytest.raises(Unavailable):
        rotate_secret(webhook.id, ACT, world)


def test_a_deleted_webhook_is_gone_and_makes_room(world: Secrets) -> None:
    made = [create_webhook(BODY, Act(TEAM, "ada", START), world)[0] for _ in range(10)]
    delete_webhook(made[0].id, ACT, world.webhooks)
    with pytest.raises(NotFound):
        find_webhook(made[0].id, TEAM, world.webhooks)
    create_webhook(BODY, Act(TEAM, "ada", START), world)


def test_the_public_library_verifies_what_either_secret_signed() -> None:
    old, new, now = new_secret(), new_secret(), datetime.now(UTC)
    body = json.dumps({"type": DONE, "text": "ü"}).encode()
    both: Any = headers(signatures([new, old], "msg_1", int(now.timestamp()), body), now)
    for secret in (old, new):
        assert Receiver(shown_secret(secret)).verify(body, both)["type"] == DONE
    for wrong, sent in ((new_secret(), body), (new, body.replace(b"done", b"gone"))):
        with pytest.raises(WebhookVerificationError):
            Receiver(shown_secret(wrong)).verify(sent, both)


def test_the_signature_is_that_of_the_specifications_example() -> None:
    """The example of the specification and of its libraries' own tests."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signature = signatures([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_is_changed_and_its_secret_stays(world: Secrets) -> None:
    webhook, _ = create_webhook(BODY, Act(TEAM, "ada", START), world)
    changed = change_webhook(webhook.id, {"url": "https://example.org/2"}, ACT, world.webhooks)
    assert (changed.url, changed.events, changed.sealed) == (
        "https://example.org/2",
        webhook.events,
        webhook.sealed,
    )
    assert find_webhook(webhook.id, TEAM, world.webhooks) == changed


def test_a_webhook_whose_receiver_was_gone_tells_again_once_it_is_enabled(world: Secrets) -> None:
    webhook, _ = create_webhook(BODY, Act(TEAM, "ada", START), world)
    world.webhooks.disable(webhook, "gone")
    assert not find_webhook(webhook.id, TEAM, world.webhooks).wants(DONE)
    enabled = change_webhook(webhook.id, {"state": "enabled"}, ACT, world.webhooks)
    assert (enabled.wants(DONE), enabled.reason) == (True, None)


def test_what_is_named_twice_is_told_once() -> None:
    assert parse_change({"events": [DONE, DONE]}) == Change(events=(DONE,))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"secret": "kanarienvogel"}, "body"),
        ({"url": None}, "url"),
        ({"url": "http://example.org/kanarienvogel"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["kanarienvogel"]}, "events"),
        ({"events": None}, "events"),
        ({"state": "kanarienvogel"}, "state"),
        ({"state": None}, "state"),
        ({"state": []}, "state"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(
    world: Secrets, body: dict[str, object], field: str
) -> None:
    webhook, _ = create_webhook(BODY, Act(TEAM, "ada", START), world)
    with pytest.raises(Invalid) as raised:
        change_webhook(webhook.id, body, ACT, world.webhooks)
    assert raised.value.field == field
    assert "kanarienvogel" not in str(raised.value)
    assert find_webhook(webhook.id, TEAM, world.webhooks) == webhook


def test_another_teams_webhook_is_not_changed(world: Secrets) -> None:
    """Promise 10."""
    webhook, _ = create_webhook(BODY, Act(OTHER, "ada", START), world)
    for webhook_id in (webhook.id, "0" * 26, "x"):
        with pytest.raises(NotFound):
            change_webhook(webhook_id, {"state": "disabled"}, ACT, world.webhooks)
    assert find_webhook(webhook.id, OTHER, world.webhooks) == webhook
