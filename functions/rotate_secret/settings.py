"""What `rotate_secret` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``overlap_seconds`` is how long the secret before stays valid."""

    table: str
    encryption_key: str
    overlap_seconds: int
