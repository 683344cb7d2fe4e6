"""What `restriction` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """Tables and buckets with their keys, the stage's bounds of retention, and the workflow of erasures.

    ``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded.
    """

    table: str
    ledger: str
    originals: str
    held: str
    results: str
    encryption_key: str
    pseudonym_key: str
    retention: str
    state_machine: str
    path_encoded: int
