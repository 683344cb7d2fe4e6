"""What the ledger says today of a row of yesterday: erased, withdrawn, or kept because somebody holds it.

Of a user or job a tombstone says it. A span of time and a whole team leave none, so the records of such
erasures are read once for each team. What a legal hold or a restriction keeps was not deleted by an erasure
that has not completed, and is not lost by a restore either (GDPR Art. 17(3), 18).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from functions.core.consent import Consent
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, COMPLETED, SCHEDULED, Erasure
from functions.core.holds import Holds
from functions.core.job import Job
from functions.core.names import earliest_id
from functions.core.ports import Ledger
from functions.core.reach import OfTeam, Wide

MOST: int = 100
NOT_BEGUN = frozenset({AWAITING_APPROVAL, SCHEDULED, CANCELLED})


class Withdrawals(Protocol):
    """The proofs of consents, which the ledger keeps."""

    def last(self, team: str, subject: str, purpose: str) -> datetime | None:
        """When a consent to this purpose was last withdrawn, or None."""


@dataclass(frozen=True)
class Replay:
    """The ledger, asked about rows of a backup."""

    ledger: Ledger
    holds: Holds
    withdrawals: Withdrawals
    wide: dict[str, list[Erasure]] = field(default_factory=dict)

    def erases_job(self, job: Job) -> bool:
        """Whether a job was erased: by itself, with anybody in it, by its date, or with its team."""
        team, owner = job.ref.team, job.ref.subject
        if self._stone(team, owner, owner, job.ref.job):
            return True
        if any(self._stone(team, subject, owner) for subject in job.subjects):
            return True
        return self._covered(team, owner, job.ref.job)

    def erases(self, team: str, subject: str, made: str) -> bool:
        """Whether what else is a subject's was erased.

        ``made`` is the id of the job that it belongs to, or its own, which dates it; or empty.
        """
        if self._stone(team, subject, subject) or (made and self._stone(team, subject, subject, made)):
            return True
        return self._covered(team, subject, made)

    def withdrawn(self, team: str, subject: str, consent: Consent) -> datetime | None:
        """When a consent was withdrawn that is given in the backup, by it or by one that came after it."""
        if consent.withdrawn_at:
            return None
        last = self.withdrawals.last(team, subject, consent.purpose)
        return last if last and last >= consent.given_at else None

    def _stone(self, team: str, subject: str, owner: str, job: str | None = None) -> bool:
        """Whether a tombstone stands whose erasure has deleted what is ``owner``'s, or will."""
        stone = self.ledger.tombstone(team, subject, job)
        if stone is None:
            return False
        erasure = self.ledger.get(team, stone)
        waits = erasure is not None and erasure.state != COMPLETED
        return not (waits and self.holds.among({(team, subject), (team, owner)}))

    def _covered(self, team: str, owner: str, made: str) -> bool:
        covering = [erasure for erasure in self._wide(team) if _covers(erasure, made)]
        if any(erasure.state == COMPLETED for erasure in covering):
            return True
        return bool(covering) and not self.holds.held(team, owner)

    def _wide(self, team: str) -> list[Erasure]:
        if team not in self.wide:
            after, found, more = None, list[Erasure](), True
            while more:
                page, after = self.ledger.recent(team, None, MOST, after)
                found += [each for each in page if each.wide and each.state not in NOT_BEGUN]
                more = after is not None
            self.wide[team] = found
        return self.wide[team]


def _covers(erasure: Erasure, made: str) -> bool:
    """Whether an erasure of dates or of a team reaches what was made then; what has no date, by a team's."""
    scope = erasure.scope
    assert isinstance(scope, Wide)
    if isinstance(scope, OfTeam):
        end = scope.end or erasure.ended_at
        return end is None or not made or made < earliest_id(end)
    return bool(made) and scope.reach(erasure.team).takes_job(made)
