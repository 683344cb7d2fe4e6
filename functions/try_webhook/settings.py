"""What `try_webhook` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``deliveries`` is the address of the queue."""

    table: str
    deliveries: str
