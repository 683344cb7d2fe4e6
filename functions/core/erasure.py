"""An erasure of one user: its record, and the rule by which it ends (GDPR Art. 17)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

RUNNING: Final = "running"
COMPLETED: Final = "completed"
PARTIAL: Final = "partial"
FAILED: Final = "failed"

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
class Erasure:
    """One erasure. It knows pseudonyms only: ``subject`` of this epoch, ``person`` across epochs.

    ``passes`` counts whole looks over every store in this attempt; ``busy_until`` is the end of the
    longest lease that was open on anything of the subject.
    """

    id: str
    team: str
    subject: str
    person: str
    epoch: int
    requested_at: datetime
    state: str = RUNNING
    attempt: int = 1
    passes: int = 0
    busy_until: datetime | None = None
    counts: Mapping[str, Count] = field(default_factory=dict)
    ended_at: datetime | None = None

    @property
    def deleted(self) -> int:
        """Traces deleted so far, in all stores."""
        return sum(count.deleted for count in self.counts.values())

    @property
    def left(self) -> int:
        """Traces that could not be deleted at the last look, in all stores."""
        return sum(count.left for count in self.counts.values())

    def counted(self, store: str, deleted: int, left: int) -> "Erasure":
        """This erasure, having deleted so many more in a store and seen so many left."""
        before = self.counts.get(store, Count())
        return replace(self, counts={**self.counts, store: Count(before.deleted + deleted, left)})

    def busy(self, until: datetime | None) -> "Erasure":
        """This erasure, knowing of one more open lease."""
        known = [moment for moment in (self.busy_until, until) if moment]
        return replace(self, busy_until=max(known, default=None))

    def again(self) -> "Erasure":
        """The next attempt of an erasure that ended without having completed."""
        return replace(self, state=RUNNING, attempt=self.attempt + 1, passes=0, ended_at=None)

    def ended(self, state: str, now: datetime) -> "Erasure":
        """This erasure in its end state."""
        return replace(self, state=state, ended_at=now)

    def looked(self, *, found: int, began: datetime, now: datetime) -> "Erasure":
        """This erasure after one whole look over every store.

        Promise 5: complete is only what a whole look found nothing of, and that look must have begun
        after the longest lease open at the tombstone had ended. What has something left that could not be
        deleted after ``MOST_PASSES`` looks is partial, and never called complete. A look that deleted all
        it found is no failure, however many came before: late files come for as long as a form lives.
        """
        looked = replace(self, passes=self.passes + 1)
        if not found and (self.busy_until is None or began >= self.busy_until):
            return looked.ended(COMPLETED, now)
        if found and self.left and looked.passes >= MOST_PASSES:
            return looked.ended(PARTIAL, now)
        return looked
