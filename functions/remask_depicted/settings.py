"""What `remask_depicted` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """The tables, the buckets of results with their key, the maskers' queues, the stage's bounds."""

    table: str
    ledger: str
    results: str
    held: str
    encryption_key: str
    uploads_queue: str
    backgrounds_queue: str
    retention: str
