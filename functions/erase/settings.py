"""What `erase` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """Every store that holds something of a subject; ``keep_days`` is the life of a tombstone."""

    table: str
    ledger: str
    originals: str
    held: str
    results: str
    keep_days: int
