"""What `documents` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The base table, the stage's bounds of retention, and the facts (`functions.core.deployment`)."""

    table: str
    retention: str
    deployment: str
