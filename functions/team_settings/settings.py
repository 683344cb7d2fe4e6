"""What `team_settings` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, the stage's bounds and quotas, and how long an entry of the audit lives.

    ``deployment`` are the facts that the agreement is made of.
    """

    table: str
    ledger: str
    retention: str
    audit: str
    audit_days: int
    jobs_per_minute: int
    most_bytes: int
    deployment: str
    agreement_mode: str
    agreement_grace_days: int
