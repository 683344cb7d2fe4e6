"""What `make_export` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``lease_seconds`` outlive an invocation; ``deployment`` is what records of consent name."""

    table: str
    ledger: str
    audit: str
    results: str
    held: str
    exports: str
    encryption_key: str
    retention: str
    lease_seconds: int
    deployment: str
