"""What `mask_identity` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """Limits of what a stranger may send (promise 13), the lease, and the stage's bounds of retention."""

    table: str
    ledger: str
    originals: str
    held: str
    results: str
    encryption_key: str
    lease_seconds: int
    most_bytes: int
    most_pixels: int
    most_frames: int
    retention: str
