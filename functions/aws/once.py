"""Idempotency keys of a subject: rows of its partition, which end after a day."""

from datetime import timedelta
from typing import Any, Final

from functions.aws.schema import PARTITION, TTL, once_key, to_item
from functions.core.ports import Once

KEY_LIFE: Final = timedelta(days=1)
NEW: Final = f"attribute_not_exists({PARTITION})"


def once_put(table: str, team: str, subject: str, once: Once, now: int) -> dict[str, Any]:
    """The write of a key at ``now``, in seconds; it fails if the key was used within its life."""
    row = {"digest": once.digest, "job": once.job, TTL: now + int(KEY_LIFE.total_seconds())}
    return {
        "TableName": table,
        "Item": to_item({**once_key(team, subject, once.key), **row}),
        # DynamoDB deletes late what has expired.
        "ConditionExpression": f"{NEW} OR #ttl <= :now",
        "ExpressionAttributeNames": {"#ttl": TTL},
        "ExpressionAttributeValues": to_item({":now": now}),
    }
