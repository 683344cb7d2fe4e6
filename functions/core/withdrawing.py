"""A result leaves `results` before its job says so, because a link outlives a state.

It goes to `held`, unless its original is held for correction: then that is what is looked at and masked
again, and the result is deleted.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from functions.core.end_exports import EndExports, end_exports
from functions.core.errors import Problem
from functions.core.job import REVIEW, Job, Keep
from functions.core.names import ObjectKey
from functions.core.ports import Jobs, Ledger, Presence
from functions.core.retention import net
from functions.core.subjects import is_erased

if TYPE_CHECKING:
    from functions.core.mask_photo import Uploaded

ABOUT_TO_GO: Final = timedelta(seconds=60)  # more than a call may take


class NotDone(Problem):
    """Only what has a result can be reported, or masked again."""

    status = 409
    code = "not_done"
    title = "The job has no result"


class Withdrawn(Protocol):
    """The way of a result out of `results`, and what is held of its job."""

    def move(self, key: ObjectKey, days: int) -> None:
        """Move a result into `held`, with its net of expiry; moving what was moved is no error."""

    def remove(self, key: ObjectKey) -> None:
        """Delete a result; one that is not there is no error."""

    def widen(self, key: ObjectKey, days: int) -> None:
        """Give what is held another net of expiry."""

    def drop(self, key: ObjectKey) -> None:
        """Delete what is held."""


class Withdrawing(Protocol):
    """What the ways that withdraw a result have in common."""

    @property
    def jobs(self) -> Jobs:
        """The job rows."""

    @property
    def ledger(self) -> Ledger:
        """Tombstones."""

    @property
    def files(self) -> Withdrawn:
        """The files."""

    @property
    def ending(self) -> EndExports:
        """The exports that may hold one."""


def original_of(job: Job, held: Presence, now: datetime) -> "Uploaded | None":
    """The original of a job that is done, if it is held for correction and not about to be deleted."""
    if job.keep is None or job.keep.original is None or job.keep.original <= now + ABOUT_TO_GO:
        return None
    return held.look(job.key)


def take_out(job: Job, keep: Keep, original: "Uploaded | None", world: Withdrawing, now: datetime) -> None:
    """Take a result out of `results` and of exports; what is held of the job then lives as ``keep`` says."""
    assert keep.file is not None
    if original is None:
        world.files.move(job.key, net(keep.file - now))
    else:
        world.files.widen(job.key, net(keep.file - (job.done_at or now)))
        world.files.remove(job.key)
    end_exports(job.ref, world.ending, now)


def drop_unowned(job: Job, original: "Uploaded | None", world: Withdrawing) -> None:
    """After a write that failed: delete what is held and belongs to nobody any more."""
    left = world.jobs.get(job.ref)
    if left is None or is_erased(left, world.ledger) or (original is None and left.state != REVIEW):
        world.files.drop(job.key)
