"""The ledger in memory."""

from dataclasses import replace

from functions.core.erasure import RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned
from tests.fakes.clock import stored


class FakeLedger:
    """Implements the port `Ledger`."""

    def __init__(self) -> None:
        self.epochs: dict[tuple[str, str], int] = {}
        self.tombstones: dict[tuple[str, str], str] = {}
        self.records: dict[tuple[str, str], Erasure] = {}

    def epoch(self, team: str, person: str) -> int:
        return self.epochs.get((team, person), 0)

    def begin(self, erasure: Erasure) -> None:
        subject, record = (erasure.team, erasure.subject), (erasure.team, erasure.id)
        if subject in self.tombstones or record in self.records:
            raise Tombstoned
        self.tombstones[subject] = erasure.id
        self.records[record] = _as_stored(erasure)

    def tombstone(self, team: str, subject: str) -> str | None:
        return self.tombstones.get((team, subject))

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        return self.records.get((team, erasure_id))

    def save(self, erasure: Erasure, state: str) -> None:
        now = self.records.get((erasure.team, erasure.id))
        if now is None or now.state != state or now.attempt > erasure.attempt:
            raise Conflict
        if now.busy_until and (erasure.busy_until is None or erasure.busy_until < now.busy_until):
            raise Conflict
        self.records[erasure.team, erasure.id] = _as_stored(erasure)

    def complete(self, erasure: Erasure) -> None:
        self.save(erasure, RUNNING)
        self.epochs[erasure.team, erasure.person] = erasure.epoch + 1


def _as_stored(erasure: Erasure) -> Erasure:
    return replace(
        erasure,
        requested_at=stored(erasure.requested_at),
        busy_until=stored(erasure.busy_until) if erasure.busy_until else None,
        ended_at=stored(erasure.ended_at) if erasure.ended_at else None,
        counts=dict(erasure.counts),
    )
