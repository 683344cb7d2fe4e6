"""What `rectify` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """The tables, the buckets with their key, the maskers' queues, the team's quotas, the stage's bounds."""

    table: str
    ledger: str
    results: str
    held: str
    encryption_key: str
    uploads_queue: str
    backgrounds_queue: str
    jobs_per_minute: int
    reports_per_minute: int
    report_key: str
    retention: str
