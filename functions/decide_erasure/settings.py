"""What `decide_erasure` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """How old a sign-in may be that approves, and how long what was approved can still be cancelled."""

    ledger: str
    state_machine: str
    keep_days: int
    fresh_seconds: int
    delay_seconds: int
