"""The environment of a function as one frozen type: what `infra` writes is what the handler reads."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True)
class Environment:
    """Base of every ``settings.Settings``; the fields are texts and whole numbers."""

    def to_env(self) -> dict[str, str]:
        """The variables as a function's environment holds them."""
        return {field.name.upper(): str(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """The inverse of ``to_env``. Raises KeyError with the name of a variable that is missing."""
        values = {field.name: env[field.name.upper()] for field in fields(cls)}
        return cls(**{f.name: int(values[f.name]) if f.type is int else values[f.name] for f in fields(cls)})


@dataclass(frozen=True)
class AuditedEnvironment(Environment):
    """What a function is told whose deeds are audited: the table, and the longest that an entry may live."""

    audit: str
    audit_days: int


@dataclass(frozen=True)
class MaskerEnvironment(Environment):
    """What every masker is told.

    The limits of what a stranger may send (promise 13) are bytes and pixels; ``retention`` are the stage's
    bounds.
    """

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
