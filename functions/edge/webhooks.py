"""A webhook as the API shows it: never its secret."""

from functions.core.times import to_text
from functions.core.webhook import Webhook


def shown(webhook: Webhook) -> dict[str, object]:
    """The webhook; ``old_secret_until`` while a secret before this one may still be valid."""
    body: dict[str, object] = {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "state": webhook.state,
        "created_at": to_text(webhook.created_at),
    }
    if webhook.reason:
        body["reason"] = webhook.reason
    if webhook.old_until:
        body["old_secret_until"] = to_text(webhook.old_until)
    return body
