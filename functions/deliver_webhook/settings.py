"""What `deliver_webhook` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``private_hosts`` is 1 where receivers stand on this machine; ``log_days`` is the life of the log."""

    table: str
    ledger: str
    encryption_key: str
    deliveries: str
    source: str
    most_attempts: int
    back_off_seconds: int
    log_days: int
    private_hosts: int
