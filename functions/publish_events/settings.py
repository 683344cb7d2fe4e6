"""What `publish_events` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``source`` names this deployment in every event; ``deliveries`` is the address of the queue."""

    table: str
    ledger: str
    bus: str
    deliveries: str
    source: str
