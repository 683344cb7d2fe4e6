"""What `users` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded."""

    table: str
    ledger: str
    pseudonym_key: str
    path_encoded: int
