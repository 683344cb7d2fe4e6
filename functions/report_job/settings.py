"""What `report_job` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, both buckets with their key, and the stage's bounds of retention."""

    table: str
    ledger: str
    results: str
    held: str
    encryption_key: str
    retention: str
