"""What `remove_member` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The table with the rows of members, and the pool with their accounts."""

    table: str
    pool: str
