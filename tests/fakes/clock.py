"""Time that moves when a test says so."""

from datetime import UTC, datetime, timedelta

from functions.core.times import from_text, to_text

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class ManualClock:
    """A `Clock` of core."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def reach(self, moment: datetime) -> None:
        """Let time pass until a moment, if that is still to come."""
        self.now = max(self.now, moment)


def stored(moment: datetime) -> datetime:
    """A moment as a store gives it back: to the millisecond."""
    return from_text(to_text(moment))
