"""The ledger in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.core.audit import Entry
from functions.core.end_unapproved import Awaiting
from functions.core.erasure import RUNNING, Erasure
from functions.core.errors import Conflict, Tombstoned
from functions.core.ports import Erasures
from functions.core.reach import OfJob, OfTeam, OfUser
from tests.fakes.clock import stored


class FakeLedger:
    """Implements the ports `Ledger` and `Unapproved`.

    ``audit`` is what was written with a deed, here and beside.
    """

    def __init__(self) -> None:
        self.epochs: dict[tuple[str, str], int] = {}
        self.tombstones: dict[tuple[str, str], str] = {}
        self.job_tombstones: dict[tuple[str, str, str], str] = {}
        self.teams_closed: set[str] = set()
        self.audit: list[Entry] = []
        self.records: dict[tuple[str, str], Erasure] = {}
        self.awaiting: list[Awaiting] = []

    def epoch(self, team: str, person: str) -> int:
        return self.epochs.get((team, person), 0)

    def begin(self, erasure: Erasure, entry: Entry | None = None) -> None:
        scope, record = erasure.scope, (erasure.team, erasure.id)
        job = scope.job if isinstance(scope, OfJob) else None
        stands = erasure.subject and self.tombstone(erasure.team, erasure.subject, job)
        if stands or record in self.records:
            raise Tombstoned
        if job:
            self.job_tombstones[erasure.team, erasure.subject, job] = erasure.id
        elif erasure.subject:
            self.tombstones[erasure.team, erasure.subject] = erasure.id
        self.records[record] = _as_stored(erasure)
        if erasure.approve_by:
            self.awaiting.append(Awaiting(stored(erasure.approve_by), *record))
        self.audit += [entry] if entry else []

    def over(self, now: datetime) -> Sequence[Awaiting]:
        return sorted((each for each in self.awaiting if each.until <= now), key=lambda each: each.until)[
            :100
        ]

    def drop(self, awaiting: Awaiting) -> None:
        self.awaiting = [each for each in self.awaiting if each != awaiting]

    def closed(self, team: str) -> bool:
        return team in self.teams_closed

    def several(self, team: str, ids: Sequence[str]) -> list[Erasure]:
        return [self.records[team, one] for one in ids if (team, one) in self.records]

    def recent(self, team: str, state: str | None, limit: int, after: str | None) -> Erasures:
        mine = [each for (at, _), each in self.records.items() if at == team and each.id < (after or "~")]
        page = sorted(mine, key=lambda each: each.id, reverse=True)[:limit]
        shown = [each for each in page if not each.parent and state in {None, each.state}]
        return shown, page[-1].id if len(page) == limit else None

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        if job:
            return self.job_tombstones.get((team, subject, job))
        return self.tombstones.get((team, subject))

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        return self.records.get((team, erasure_id))

    def save(self, erasure: Erasure, entry: Entry | None = None) -> Erasure:
        now = self.records.get((erasure.team, erasure.id))
        if now is None or now.revision != erasure.revision:
            raise Conflict
        following = replace(erasure, revision=erasure.revision + 1)
        self.records[erasure.team, erasure.id] = _as_stored(following)
        self.audit += [entry] if entry else []
        if isinstance(erasure.scope, OfTeam) and erasure.scope.slice is None:
            closed = erasure.state == RUNNING and erasure.scope.end is None
            (self.teams_closed.add if closed else self.teams_closed.discard)(erasure.team)
        return following

    def complete(self, erasure: Erasure, entry: Entry | None = None) -> None:
        self.save(erasure, entry)
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
        busy_until=_stored(erasure.busy_until),
        ended_at=_stored(erasure.ended_at),
        quiet_since=_stored(erasure.quiet_since),
        starts_at=_stored(erasure.starts_at),
        approve_by=_stored(erasure.approve_by),
        counts=dict(erasure.counts),
        look=replace(look, began=stored(look.began)) if look.began else look,
        commitment=replace(erasure.commitment, nonce="") if erasure.commitment else None,
    )


def _stored(moment: datetime | None) -> datetime | None:
    return stored(moment) if moment else None
