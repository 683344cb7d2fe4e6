"""What `publish_events` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``source`` names this deployment in every event."""

    ledger: str
    bus: str
    source: str
