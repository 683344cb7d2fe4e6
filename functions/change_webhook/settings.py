"""What `change_webhook` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The base table."""

    table: str
