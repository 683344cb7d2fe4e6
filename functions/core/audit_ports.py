"""What reads the audit, signs its hours, and forgets what is over."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from functions.core.audit import Entry
from functions.core.audit_head import Signed, Walk


class AuditLog(Protocol):
    """The entries. All reads are consistent."""

    def hour(self, team: str, hour: str) -> list[Entry]:
        """A team's entries of an hour, in the order of their ids."""

    def several(self, team: str, hour: str, ids: Sequence[str]) -> dict[str, Entry]:
        """Those of these entries that are there, by id."""

    def forget(self, team: str, hour: str) -> None:
        """Delete a team's entries of an hour, because their life is over."""


class Heads(Protocol):
    """The signed heads, in the ledger."""

    def walks(self) -> Iterator[Walk]:
        """How far each team is."""

    def walk(self, team: str) -> Walk | None:
        """How far a team is; None if it has no audit."""

    def begin(self, walk: Walk) -> None:
        """Start a team's audit."""

    def of(self, team: str, hour: str) -> list[Signed]:
        """The heads of an hour, in the order in which they were signed."""

    def since(self, team: str, after: str, before: str, limit: int) -> list[Signed]:
        """Heads behind a `place`, of hours before ``before``, oldest first."""

    def hours(self, team: str, first: str, before: str) -> Iterator[str]:
        """The hours that have heads, from ``first``, newest first."""

    def add(self, walk: Walk, signed: Signed) -> Walk:
        """Store a head, the next of the chain. Raises `Conflict` if another pass was faster."""

    def advance(self, walk: Walk, hour: str) -> Walk:
        """All before this hour has heads. Raises `Conflict` as above."""

    def forget(self, team: str, hour: str) -> None:
        """Delete the heads of an hour whose entries are gone."""


def place(signed: Signed) -> str:
    """Where a head is among its team's: texts compare as the chain goes."""
    return place_of(signed.head.hour, signed.head.part)


def place_of(hour: str, part: int) -> str:
    """The same of its two parts."""
    return f"{hour}#{part:06}"
