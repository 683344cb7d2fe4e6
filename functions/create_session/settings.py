"""What `create_session` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The ledger, and the keys of pseudonyms and of sessions."""

    ledger: str
    pseudonym_key: str
    session_key: str
