"""What `mask_identity` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import MaskerEnvironment


@dataclass(frozen=True)
class Settings(MaskerEnvironment):
    """What every masker is told."""
