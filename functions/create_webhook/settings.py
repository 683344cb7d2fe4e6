"""What `create_webhook` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``encryption_key`` seals secrets."""

    table: str
    encryption_key: str
