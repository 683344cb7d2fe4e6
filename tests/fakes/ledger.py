"""The ledger in memory."""

from dataclasses import replace

from functions.core.erasure import RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned
from functions.core.reach import OfJob, OfUser
from tests.fakes.clock import stored


class FakeLedger:
    """Implements the port `Ledger`."""

    def __init__(self) -> None:
        self.epochs: dict[tuple[str, str], int] = {}
        self.tombstones: dict[tuple[str, str], str] = {}
        self.job_tombstones: dict[tuple[str, str, str], str] = {}
        self.records: dict[tuple[str, str], Erasure] = {}

    def epoch(self, team: str, person: str) -> int:
        return self.epochs.get((team, person), 0)

    def begin(self, erasure: Erasure) -> None:
        scope, record = erasure.scope, (erasure.team, erasure.id)
        job = scope.job if isinstance(scope, OfJob) else None
        if self.tombstone(erasure.team, scope.subject, job) or record in self.records:
            raise Tombstoned
        if job:
            self.job_tombstones[erasure.team, scope.subject, job] = erasure.id
        else:
            self.tombstones[erasure.team, scope.subject] = erasure.id
        self.records[record] = _as_stored(erasure)

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        if job:
            return self.job_tombstones.get((team, subject, job))
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
        if isinstance(erasure.scope, OfUser):
            self.epochs[erasure.team, erasure.scope.person] = erasure.scope.epoch + 1


def of_user(erasure: Erasure) -> OfUser:
    """The user whom an erasure is of; it must be of one."""
    assert isinstance(erasure.scope, OfUser)
    return erasure.scope


def _as_stored(erasure: Erasure) -> Erasure:
    look = erasure.look
    return replace(
        erasure,
        requested_at=stored(erasure.requested_at),
        busy_until=stored(erasure.busy_until) if erasure.busy_until else None,
        ended_at=stored(erasure.ended_at) if erasure.ended_at else None,
        counts=dict(erasure.counts),
        look=replace(look, began=stored(look.began)) if look.began else look,
        commitment=replace(erasure.commitment, nonce="") if erasure.commitment else None,
    )
