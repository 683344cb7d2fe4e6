"""What `retry_job` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, the bucket of originals and the maskers' queues."""

    table: str
    ledger: str
    originals: str
    uploads_queue: str
    backgrounds_queue: str
