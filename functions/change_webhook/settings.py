"""What `change_webhook` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """The base table."""

    table: str
