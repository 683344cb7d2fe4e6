"""What `reviews` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``view_seconds`` is the life of a link to a held original, ``retention`` the stage's bounds."""

    table: str
    ledger: str
    held: str
    results: str
    encryption_key: str
    view_seconds: int
    retention: str
    audit: str
    audit_days: int
    uploads_queue: str
    backgrounds_queue: str
