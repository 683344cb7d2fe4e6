"""An erasure as the API shows it: pseudonyms stay inside."""

from functions.core.erasure import Erasure
from functions.core.times import to_text


def shown(erasure: Erasure) -> dict[str, object]:
    """The erasure's state and its counts per store."""
    body: dict[str, object] = {
        "id": erasure.id,
        "scope": "user",
        "state": erasure.state,
        "requested_at": to_text(erasure.requested_at),
        "counts": {store: count.to_json() for store, count in erasure.counts.items()},
    }
    if erasure.ended_at:
        body["ended_at"] = to_text(erasure.ended_at)
    return body
