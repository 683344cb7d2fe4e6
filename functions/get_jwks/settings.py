"""What `get_jwks` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """The key that signs receipts."""

    receipts_key: str
