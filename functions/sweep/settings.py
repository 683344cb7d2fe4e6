"""What `sweep` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """The tables and buckets with their key, and the maskers' queues, whose messages live so long.

    ``keep_days`` is how long the ledger keeps what has ended. ``retention`` are the stage's bounds, ``most``
    is how many jobs a pass takes of a shard.
    """

    table: str
    ledger: str
    originals: str
    uploads_queue: str
    backgrounds_queue: str
    queue_seconds: int
    held: str
    results: str
    encryption_key: str
    exports: str
    keep_days: int
    retention: str
    most: int
