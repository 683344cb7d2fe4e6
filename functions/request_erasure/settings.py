"""What `request_erasure` is told about its deployment."""

from dataclasses import dataclass

from functions.core.environment import AuditedEnvironment


@dataclass(frozen=True)
class Settings(AuditedEnvironment):
    """``path_encoded`` is 1 where the gateway hands path parameters on percent-encoded.

    ``fresh_seconds`` is how old the sign-in may be of a person who asks for the erasure of much, and
    ``approval_seconds`` how long that awaits its approval.
    """

    table: str
    ledger: str
    pseudonym_key: str
    state_machine: str
    path_encoded: int
    fresh_seconds: int
    approval_seconds: int
