"""What `hold` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded."""

    ledger: str
    pseudonym_key: str
    state_machine: str
    path_encoded: int
