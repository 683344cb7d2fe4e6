"""Steps of workflows: what Step Functions hands over, and what it is told."""

from datetime import datetime
from typing import Protocol

from functions.core.times import to_text


class Context(Protocol):
    """What is asked of Lambda's context object."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is ended."""


class Unfinished(Exception):
    """The step has to be retried; it carries nothing, because Step Functions keeps what is raised."""


def next_step(until: datetime | None) -> dict[str, str]:
    """Wait until then, or end."""
    return {"next": "wait", "until": to_text(until)} if until else {"next": "end"}
