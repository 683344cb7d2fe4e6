"""What `grant_token` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The table with the rows of teams, clients and members."""

    table: str
