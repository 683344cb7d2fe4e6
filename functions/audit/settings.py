"""What `audit` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, and the stage's bounds of retention."""

    table: str
    ledger: str
    audit: str
    retention: str
