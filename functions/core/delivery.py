"""An event on its way to one webhook, and what came of trying."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.events import Event


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the queue holds: ids and codes, for an hour at most."""

    webhook: str
    event: Event

    @property
    def message_id(self) -> str:
        """The header ``webhook-id``: the same at each attempt, and for each redelivery of the event.

        It holds no full stop, which separates what is signed (Standard Webhooks).
        """
        return f"msg_{self.event.id}_{self.webhook}".replace(".", "_")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of the log. It names no job, so that an erasure need not reach it (promise 5).

    ``outcome`` is a word of `deliver_webhook`; there is a ``status`` if the receiver answered, else the
    code of an ``error``. Nothing else of what was answered is kept.
    """

    at: datetime
    message_id: str
    type: str
    number: int
    outcome: str
    status: int | None
    error: str | None
    milliseconds: int
