"""What a team does with its webhooks. Another team's is answered as one that never was (promise 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from functions.core.audit import ROTATED, WEBHOOK, WEBHOOK_CHANGED, WEBHOOK_DELETED, Act
from functions.core.errors import Conflict, NotFound, Unavailable
from functions.core.names import new_id, parse_webhook_id
from functions.core.webhook import Webhook, new_secret, parse_change, parse_webhook, shown_secret
from functions.core.webhook_ports import Vault, Webhooks


@dataclass(frozen=True, slots=True)
class Secrets:
    """What making and rotating secrets needs of the world. The old one stays valid for ``overlap``."""

    webhooks: Webhooks
    vault: Vault
    overlap: timedelta = timedelta()


def create_webhook(body: Mapping[str, object], act: Act, world: Secrets) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown this once. Raises `Invalid`, `TooManyWebhooks`."""
    url, events = parse_webhook(body)
    team, webhook_id, secret = act.team, new_id(act.at), new_secret()
    webhook = Webhook(webhook_id, team, url, events, act.at, world.vault.seal(team, webhook_id, secret))
    world.webhooks.create(webhook, act.entry(WEBHOOK, webhook_id, events=(None, list(events))))
    return webhook, shown_secret(secret)


def find_webhook(webhook_id: str, team: str, webhooks: Webhooks) -> Webhook:
    """The webhook as of now. Raises `NotFound`."""
    webhook = webhooks.get(team, parse_webhook_id(webhook_id))
    if webhook is None:
        raise NotFound
    return webhook


def change_webhook(webhook_id: str, body: Mapping[str, object], act: Act, webhooks: Webhooks) -> Webhook:
    """Point it elsewhere, tell it of other events, disable or enable it. Raises `Invalid`, `NotFound`.

    Its secret stays. One whose receiver said that it is gone tells again once it is enabled. What is so
    already is no change.
    """
    before, change = find_webhook(webhook_id, act.team, webhooks), parse_change(body)
    if change.of(before) == before:
        return before
    told: dict[str, tuple[object, object]] = {}
    if change.url:
        told["url"] = ("set", "set")  # it may hold a secret of its receiver: that it is another is said
    if change.events:
        told["events"] = (list(before.events), list(change.events))
    if change.state:
        told["state"] = (before.state, change.state)
    return webhooks.change(act.team, before.id, change, act.entry(WEBHOOK_CHANGED, before.id, **told))


def rotate_secret(webhook_id: str, act: Act, world: Secrets) -> tuple[Webhook, str]:
    """The webhook with a new secret, shown this once. Raises `NotFound`.

    Two are valid at a time: who rotates again within the overlap ends the oldest. Raises `Unavailable`
    when somebody else rotated it in this moment.
    """
    webhook, secret = find_webhook(webhook_id, act.team, world.webhooks), new_secret()
    rotated = webhook.rotated(world.vault.seal(act.team, webhook.id, secret), act.at + world.overlap)
    try:
        world.webhooks.rotate(rotated, act.entry(ROTATED, webhook.id))
    except Conflict:
        raise Unavailable from None
    return rotated, shown_secret(secret)


def delete_webhook(webhook_id: str, act: Act, webhooks: Webhooks) -> None:
    """Delete a webhook; what waits for it is dropped. Raises `NotFound`."""
    known = parse_webhook_id(webhook_id)
    webhooks.delete(act.team, known, act.entry(WEBHOOK_DELETED, known))
