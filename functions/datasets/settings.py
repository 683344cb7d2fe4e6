"""What `datasets` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``view_seconds`` is the life of a link to a copy, ``retention`` the stage's bounds."""

    table: str
    ledger: str
    held: str
    view_seconds: int
    retention: str
