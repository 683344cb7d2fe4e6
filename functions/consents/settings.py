"""What `consents` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded.

    ``retention`` are the stage's bounds, ``deployment`` its facts (`functions.core.deployment`).
    """

    table: str
    ledger: str
    pseudonym_key: str
    path_encoded: int
    retention: str
    deployment: str
