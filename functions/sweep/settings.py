"""What `sweep` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The two tables, and the bucket of originals."""

    table: str
    ledger: str
    originals: str
