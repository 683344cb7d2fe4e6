"""What `close_failed` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, the buckets, and the stage's bounds of retention."""

    table: str
    ledger: str
    originals: str
    held: str
    results: str
    encryption_key: str
    retention: str
