"""What `get_openapi` is told about its deployment: nothing."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The document is the same everywhere."""
