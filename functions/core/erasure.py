"""An erasure: its record, and the rule by which it ends (GDPR Art. 17)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.audit import ENDED, SERVICE, Act, Entry
from functions.core.commitment import Commitment
from functions.core.reach import OfJob, OfMany, OfUser, Reach, Scope, Wide

AWAITING_APPROVAL: Final = "awaiting_approval"
SCHEDULED: Final = "scheduled"
RUNNING: Final = "running"
COMPLETED: Final = "completed"
PARTIAL: Final = "partial"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
STATES: Final = (AWAITING_APPROVAL, SCHEDULED, RUNNING, COMPLETED, PARTIAL, FAILED, CANCELLED)

HELD: Final = "held"
ERRORS: Final = "errors"
NOT_APPROVED: Final = "not_approved"

MOST_PASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Count:
    """What an erasure met in one store: traces deleted so far, and left at the last look."""

    deleted: int = 0
    left: int = 0

    def to_json(self) -> dict[str, int]:
        """As the API shows it; ``found`` is the sum, so that nothing is counted twice."""
        return {"found": self.deleted + self.left, "deleted": self.deleted, "left": self.left}


@dataclass(frozen=True, slots=True)
class Look:
    """How far a look over the stores is: since when, what it met, in which store, after which page.

    ``held`` is what it met and left, because somebody holds it; ``leading`` what goes after the files.
    """

    began: datetime | None = None
    found: int = 0
    store: int = 0
    after: object | None = None
    held: int = 0
    leading: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure, as the ledger keeps it.

    ``busy_until`` is the end of the longest lease that was open on anything it reaches; ``passes`` counts
    the whole looks of this attempt that began after it, and ``look`` is the one that it is at. The first
    look that found nothing began ``quiet_since``.

    ``revision`` counts the writes of the record since it was begun: who read an earlier one may not write. It
    is no part of what the record says.

    ``parts`` are the erasures that this one is made of, and then it does nothing itself; ``parent`` is the
    one that a part was made for. ``by`` and ``approved_by`` are people of the staff; ``approve_by`` is until
    when the second may approve. ``why`` says what a partial one left, or that nobody approved.
    """

    id: str
    team: str
    scope: Scope
    requested_at: datetime
    state: str = RUNNING
    attempt: int = 1
    passes: int = 0
    look: Look = Look()
    busy_until: datetime | None = None
    counts: Mapping[str, Count] = field(default_factory=dict)
    ended_at: datetime | None = None
    commitment: Commitment | None = None
    receipt: str | None = None
    quiet_since: datetime | None = None
    why: str | None = None
    parts: tuple[str, ...] = ()
    parent: str | None = None
    by: str | None = None
    approved_by: str | None = None
    starts_at: datetime | None = None
    revision: int = field(default=0, compare=False)
    approve_by: datetime | None = None

    @property
    def subject(self) -> str:
        """Whose things go, or empty if they are of more than one."""
        return self.scope.subject if isinstance(self.scope, OfUser | OfJob) else ""

    @property
    def reach(self) -> Reach:
        """What of the stores goes."""
        assert not isinstance(self.scope, OfMany)
        return self.scope.reach(self.team)

    @property
    def wide(self) -> bool:
        """Whether it is of a team's dates or of all of a team: found by what may lag, and of no subject."""
        return isinstance(self.scope, Wide)

    @property
    def left(self) -> int:
        """Traces that could not be deleted at the last look, in all stores."""
        return sum(count.left for count in self.counts.values())

    def as_of(self, now: datetime) -> "Erasure":
        """This erasure as it is told of now: what nobody approved in time is cancelled, stored so or not yet.

        Whoever approves decides on what a team has these days, and not on what somebody asked for once.
        """
        if self.state != AWAITING_APPROVAL or self.approve_by is None or now < self.approve_by:
            return self
        return self.ended(CANCELLED, self.approve_by, NOT_APPROVED)

    def counted(self, store: str, deleted: int, left: int, *, again: bool = False) -> "Erasure":
        """This erasure, having deleted so many more in a store, and seen so many left at this look.

        ``again`` says that the look was in this store before.
        """
        before = self.counts.get(store, Count())
        left += before.left if again or self.look.after is not None else 0
        return replace(self, counts={**self.counts, store: Count(before.deleted + deleted, left)})

    def busy(self, until: datetime | None) -> "Erasure":
        """This erasure, knowing of one more open lease."""
        known = [moment for moment in (self.busy_until, until) if moment]
        return replace(self, busy_until=max(known, default=None))

    def again(self) -> "Erasure":
        """The next attempt of an erasure that ended without having completed."""
        ended = replace(self, look=Look(), passes=0, ended_at=None, quiet_since=None, why=None)
        return replace(ended, state=RUNNING, attempt=self.attempt + 1)

    @property
    def end_entry(self) -> Entry | None:
        """What the audit says when it has ended; a slice of a larger one is told with that."""
        if self.ended_at is None or self.parent:
            return None
        return Act(self.team, SERVICE, self.ended_at).entry(ENDED, self.id, state=(RUNNING, self.state))

    def ended(self, state: str, now: datetime, why: str | None = None) -> "Erasure":
        """This erasure in its end state."""
        return replace(self, state=state, look=Look(), ended_at=now, why=why)

    def looking(self, now: datetime) -> "Erasure":
        """This erasure at its look: the one that it is at, or a new one."""
        return self if self.look.began else replace(self, look=Look(began=now))

    def turned(self, met: int, held: int, after: object | None, leading: int = 0) -> "Erasure":
        """This erasure at the next page of the store, or at the first of the next one."""
        look = replace(self.look, found=self.look.found + met, held=self.look.held + held, after=after)
        look = replace(look, leading=look.leading + leading)
        return replace(self, look=look if after is not None else replace(look, store=look.store + 1))

    def looked(self, now: datetime, lag: timedelta = timedelta(0)) -> "Erasure":
        """This erasure after one whole look over every store.

        Promise 5: complete is only what a whole look found nothing of, and that look must have begun
        after the longest lease open at the tombstone had ended. What has something left that could not be
        deleted after ``MOST_PASSES`` looks is partial, and never called complete. A look that deleted all
        it found is no failure, however many came before: late files come for as long as a form lives.

        Where an index lags, or a writer may have asked before the team's tombstone stood, complete is only
        what two looks found nothing of that began ``lag`` apart.
        """
        found, began = self.look.found, self.look.began
        assert began is not None
        ripe = self.busy_until is None or began >= self.busy_until
        since = (self.quiet_since or began) if ripe and not found else None
        looked = replace(self, passes=self.passes + ripe, look=Look(), quiet_since=since)
        if since and began >= since + lag:
            return looked.ended(PARTIAL, now, HELD) if self.look.held else looked.ended(COMPLETED, now)
        if found and self.left and looked.passes >= MOST_PASSES:
            return looked.ended(PARTIAL, now, ERRORS)
        return looked
