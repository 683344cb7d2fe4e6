"""What `findings` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The tables, and how long an entry of the audit may live."""

    table: str
    ledger: str
    audit: str
    audit_days: int
