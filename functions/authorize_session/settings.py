"""What `authorize_session` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The ledger, and the key of sessions."""

    ledger: str
    session_key: str
