"""What `erase` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import Environment


@dataclass(frozen=True)
class Settings(Environment):
    """Every store that holds something of a subject; ``keep_days`` is the life of a tombstone.

    ``lag_seconds`` lie between the two empty looks of an erasure of many, ``retry_seconds`` between the
    attempts of a partial one.
    The rest is what its receipt says: the ``issuer``, and how long each store keeps what cannot be taken out.
    """

    table: str
    audit: str
    ledger: str
    originals: str
    held: str
    results: str
    exports: str
    keep_days: int
    lag_seconds: int
    retry_seconds: int
    receipts_key: str
    issuer: str
    form_seconds: int
    queue_seconds: int
    function_log_days: int
    access_log_days: int
    recovery_days: int
    ledger_recovery_days: int
    audit_days: int
    retention: str
