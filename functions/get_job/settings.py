"""What `get_job` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``link_seconds`` is the life of a download link."""

    table: str
    ledger: str
    results: str
    link_seconds: int
    report_key: str
