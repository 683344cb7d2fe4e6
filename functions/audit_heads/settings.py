"""What `audit_heads` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, the key that signs, the stage's bounds of retention; ``issuer`` names the deployment."""

    table: str
    ledger: str
    audit: str
    signing_key: str
    issuer: str
    retention: str
