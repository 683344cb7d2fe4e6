"""Consents in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.core.audit import Entry
from functions.core.consent import GIVEN, Consent
from functions.core.errors import Conflict, Tombstoned
from tests.fakes.clock import stored
from tests.fakes.ledger import FakeLedger

Where = tuple[str, str, str]  # team, subject, purpose


@dataclass
class FakeConsents:
    """Implements the port `Consents`. ``proofs`` have the moment at which they end, if it is known."""

    ledger: FakeLedger
    rows: dict[Where, Consent] = field(default_factory=dict)
    withdrawals: dict[Where, datetime] = field(default_factory=dict)
    proofs: dict[tuple[str, str, str], tuple[Consent, datetime | None]] = field(default_factory=dict)

    def get(self, team: str, subject: str, purpose: str) -> Consent | None:
        return self.rows.get((team, subject, purpose))

    def all(self, team: str, subject: str) -> list[Consent]:
        mine = [(at[2], row) for at, row in self.rows.items() if at[:2] == (team, subject)]
        return [row for _, row in sorted(mine, key=lambda one: one[0])]

    def give(self, team: str, subject: str, consent: Consent, before: Consent | None, entry: Entry) -> None:
        self._write(team, subject, consent, before, None)
        self.ledger.audit.append(entry)

    def withdraw(
        self, team: str, subject: str, consent: Consent, proof_until: datetime, entry: Entry
    ) -> None:
        self._write(team, subject, consent, consent, proof_until)
        self.ledger.audit.append(entry)
        assert consent.withdrawn_at
        self.withdrawals[team, subject, consent.purpose] = stored(consent.withdrawn_at)

    def stands(self, team: str, subject: str, purpose: str) -> bool:
        """What a transaction checks."""
        row = self.get(team, subject, purpose)
        return row is not None and row.state == GIVEN

    def _write(
        self, team: str, subject: str, consent: Consent, before: Consent | None, until: datetime | None
    ) -> None:
        if self.ledger.tombstone(team, subject):
            raise Tombstoned
        now = self.get(team, subject, consent.purpose)
        if (now.id if now else None) != (before.id if before else None):
            raise Conflict
        withdrawn_at = stored(consent.withdrawn_at) if consent.withdrawn_at else None
        consent = replace(consent, given_at=stored(consent.given_at), withdrawn_at=withdrawn_at)
        where = team, subject, consent.purpose
        self.rows[where] = consent
        self.proofs[team, subject, consent.id] = consent, until
