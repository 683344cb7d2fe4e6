"""Time as text that sorts: RFC 3339, UTC, milliseconds."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """For example ``2026-11-22T15:30:47.123Z``; of fixed width, so that texts compare as times do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """The inverse of ``to_text``."""
    return datetime.fromisoformat(text)
