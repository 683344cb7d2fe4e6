"""What `create_job` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """``form_seconds`` is the life of an upload form, ``most_bytes`` the size it admits.

    A job whose file did not come ``grace_seconds`` after its form ended is expired. ``agreement_…`` are the
    terms of `functions.core.agreement`.
    """

    table: str
    ledger: str
    originals: str
    encryption_key: str
    pseudonym_key: str
    form_seconds: int
    most_bytes: int
    grace_seconds: int
    jobs_per_minute: int
    retention: str
    agreement_version: str
    agreement_mode: str
    agreement_grace_days: int
