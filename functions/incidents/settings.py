"""What `incidents` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, the key of pseudonyms, how long the audit lives, and the facts that drafts name."""

    table: str
    ledger: str
    pseudonym_key: str
    audit: str
    audit_days: int
    deployment: str
