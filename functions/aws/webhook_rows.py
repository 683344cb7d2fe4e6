"""The rows of webhooks in the base table: keys, attribute names, conversion (a part of `schema`).

team#{team}                webhook#{ulid}
team#{team}                webhooks          (how many there are)
attempts#{team}#{webhook}  {time}#{ulid}     (the log of deliveries)
"""

from datetime import timedelta
from typing import Any

from functions.aws.schema import PARTITION, SORT, TTL, Item, from_item, to_item
from functions.aws.staff_schema import team_key
from functions.core.delivery import Attempt
from functions.core.names import new_id
from functions.core.times import from_text, to_text
from functions.core.webhook import BY_TEAM, DISABLED, ENABLED, Change, Webhook

WEBHOOK = "webhook#"


def webhook_key(team: str, webhook_id: str) -> dict[str, str]:
    """Where a webhook's row is."""
    return {**team_key(team), SORT: f"{WEBHOOK}{webhook_id}"}


def webhook_count_key(team: str) -> dict[str, str]:
    """Where a team's webhooks are counted."""
    return {**team_key(team), SORT: "webhooks"}


def webhook_item(webhook: Webhook) -> dict[str, Any]:
    """A webhook's row."""
    return to_item(
        {
            **webhook_key(webhook.team, webhook.id),
            "url": webhook.url,
            "events": list(webhook.events),
            "created_at": to_text(webhook.created_at),
            "secret": webhook.sealed,
            "old_secret": webhook.old_sealed,
            "old_until": to_text(webhook.old_until) if webhook.old_until else None,
            "state": webhook.state,
            "reason": webhook.reason,
        }
    )


def change_values(change: Change) -> dict[str, Any]:
    """The attributes that a change sets."""
    values: dict[str, Any] = {
        "url": change.url,
        "events": list(change.events) if change.events else None,
        "state": change.state,
        "reason": BY_TEAM if change.state == DISABLED else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def webhook_from_item(item: Item) -> Webhook:
    """The inverse of ``webhook_item``."""
    row = from_item(item)
    old_until = row.get("old_until")
    return Webhook(
        row[SORT].removeprefix(WEBHOOK),
        row[PARTITION].partition("#")[2],
        row["url"],
        tuple(row["events"]),
        from_text(row["created_at"]),
        row["secret"],
        row["state"],
        row.get("reason"),
        row.get("old_secret"),
        from_text(old_until) if old_until else None,
    )


def is_enabled(item: Item) -> bool:
    """Whether a row of the table is a webhook that is told of something."""
    row = from_item({name: item[name] for name in (PARTITION, SORT, "state") if name in item})
    ours = row[PARTITION].startswith("team#") and row[SORT].startswith(WEBHOOK)
    return bool(ours and row["state"] == ENABLED)


def attempts_partition(webhook: Webhook) -> str:
    """The partition of a webhook's log."""
    return f"attempts#{webhook.team}#{webhook.id}"


def attempt_item(webhook: Webhook, attempt: Attempt, keep: timedelta) -> dict[str, Any]:
    """A line of the log, which ends by itself; no two lines share a key."""
    return to_item(
        {
            PARTITION: attempts_partition(webhook),
            SORT: f"{to_text(attempt.at)}#{new_id(attempt.at)}",
            "message_id": attempt.message_id,
            "type": attempt.type,
            "number": attempt.number,
            "outcome": attempt.outcome,
            "status": attempt.status,
            "error": attempt.error,
            "milliseconds": attempt.milliseconds,
            TTL: int((attempt.at + keep).timestamp()),
        }
    )


def attempt_from_item(item: Item) -> Attempt:
    """The inverse of ``attempt_item``."""
    row = from_item(item)
    return Attempt(
        from_text(row[SORT].partition("#")[0]),
        row["message_id"],
        row["type"],
        int(row["number"]),
        row["outcome"],
        int(row["status"]) if "status" in row else None,
        row.get("error"),
        int(row["milliseconds"]),
    )
