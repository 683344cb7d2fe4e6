"""A webhook as the API shows it, never its secret; and the log of its deliveries."""

from functions.core.delivery import Attempt
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


def shown_attempt(attempt: Attempt) -> dict[str, object]:
    """A line of the log; ``id`` is the header ``webhook-id`` that the receiver saw."""
    return {
        "at": to_text(attempt.at),
        "id": attempt.message_id,
        "type": attempt.type,
        "attempt": attempt.number,
        "outcome": attempt.outcome,
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
    }
