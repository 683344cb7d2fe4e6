"""What `exports` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded."""

    table: str
    ledger: str
    exports: str
    pseudonym_key: str
    state_machine: str
    link_seconds: int
    jobs_per_minute: int
    path_encoded: int
