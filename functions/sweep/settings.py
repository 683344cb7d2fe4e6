"""What `sweep` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The two tables, the bucket of originals, and the maskers' queue, whose messages live so long."""

    table: str
    ledger: str
    originals: str
    uploads_queue: str
    queue_seconds: int
