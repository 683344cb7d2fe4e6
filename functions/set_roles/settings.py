"""What `set_roles` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The table with the rows of members, the pool with their accounts, and the audit."""

    table: str
    pool: str
    audit: str
    audit_days: int
