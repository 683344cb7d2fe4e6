"""The event bus in memory, and events to put on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from functions.core.errors import Unavailable
from functions.core.events import ERASURE, JOB, Event

TIME = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class FakeBus:
    """Implements the port `Bus`. ``down`` makes it take nothing."""

    events: list[Event] = field(default_factory=list)
    down: bool = False

    def put(self, events: Sequence[Event]) -> None:
        if self.down:
            raise Unavailable
        self.events.extend(events)


def job_event(team: str, subject: str, state: str = "done", number: int = 0) -> Event:
    """A job of a subject reached a state."""
    job = f"{subject}01jd9zzzzzzzzzzzzzzzzzzz{number:02d}"
    return Event(f"event-{number}", JOB + state, team, job, TIME, {"job": job, "state": state})


def erasure_event(team: str, state: str = "completed") -> Event:
    """An erasure ended."""
    erasure = "01jd9zzzzzzzzzzzzzzzzzzz99"
    return Event("event-of-erasure", ERASURE + state, team, erasure, TIME, {"erasure": erasure})
