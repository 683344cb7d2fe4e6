"""What keeps an erasure right, each by its name, and how to take it out of a world: `test_guards.py` does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from functions.core import get_job, mask_photo
from functions.core.erasure import RUNNING, Erasure
from functions.core.mask_photo import ORPHANED, Uploaded
from functions.core.reach import Reach
from functions.core.replay import Replay
from tests.fakes.retention import FakeHolds
from tests.fakes.world import World

Out = Callable[[World], object]


def deaf(method: str) -> Out:
    """A write of the job rows that asks nobody's tombstone."""

    def out(world: World) -> None:
        jobs: Any = world.jobs
        write, asks = getattr(jobs, method), jobs._ask_tombstones

        def written(*args: Any) -> Any:
            jobs._ask_tombstones = lambda job: None
            try:
                return write(*args)
            finally:
                jobs._ask_tombstones = asks

        setattr(jobs, method, written)

    return out


def ask_the_user_alone(world: World) -> None:
    """Who is depicted has a tombstone, and nobody asks for it."""
    asks: Any = world.jobs._ask_tombstones
    jobs: Any = world.jobs
    jobs._ask_tombstones = lambda job: asks(replace(job, depicted=()))


def take_nothing_back(world: World) -> None:
    for store in (world.masking.results, world.masking.held):
        put: Any = store
        put.delete = lambda key: None


def begin_no_epoch(world: World) -> None:
    ledger: Any = world.ledger
    ledger.complete = lambda erasure: ledger.save(erasure, RUNNING)


def ask_for_no_hold(world: World) -> None:
    world.erasing = replace(world.erasing, holds=FakeHolds())


def _dispose(event: Uploaded, world: Any, why: str) -> str:
    if why != ORPHANED:
        world.originals.delete(event.key)
    return why


_turned = Erasure.turned


def _unmet(self: Erasure, met: int, held: int, after: object | None, leading: int = 0) -> Erasure:
    return _turned(self, 0, held, after, leading)


PHOTO, UPLOAD, DELIVER, ASK = "photo", "upload", "deliver", "ask_for_another_erasure"
GO_ON, ERASE, STEP = "let_a_masker_go_on", "erase_a_user", "begin_a_step"
TROUBLE, TABLE, CONSENT = "trouble", "back_up_or_restore", "consent"


@dataclass(frozen=True)
class Guard:
    """How to take it out of a world's fakes, or of the code: of which object, by which name, for what.

    ``moves`` are those of the machine that can tell; the search would take longer with all of them.
    """

    moves: tuple[str, ...]
    world: Out = lambda _world: None
    code: tuple[Any, str, Any] | None = None


GUARDS: Final[dict[str, Guard]] = {
    "the tombstone is asked for when a job is made": Guard((PHOTO, ERASE), deaf("create")),
    "the tombstone is asked for when a job is closed": Guard((PHOTO, GO_ON, ERASE), deaf("close")),
    "the tombstones of all in the picture are asked for": Guard((PHOTO, ERASE), ask_the_user_alone),
    "a masker that finds its user erased takes back what it stored": Guard(
        (PHOTO, GO_ON, ERASE), take_nothing_back
    ),
    "who was erased has another pseudonym afterwards": Guard((PHOTO, ERASE), begin_no_epoch),
    "what is held is not deleted": Guard((PHOTO, ERASE, TROUBLE), ask_for_no_hold),
    "the longest open lease is waited for": Guard(
        (PHOTO, ERASE, GO_ON), code=(Erasure, "busy", lambda self, _until: self)
    ),
    "a second look must find nothing": Guard((PHOTO, ERASE, TROUBLE), code=(Erasure, "turned", _unmet)),
    "a file of a late form is deleted": Guard(
        (PHOTO, UPLOAD, DELIVER, ERASE), code=(mask_photo, "_dispose", _dispose)
    ),
    "the ledger is replayed over what else is a subject's": Guard(
        (CONSENT, ERASE, TABLE), code=(Replay, "erases", lambda *_args: False)
    ),
    "withdrawals are replayed": Guard((CONSENT, TABLE), code=(Replay, "withdrawn", lambda *_args: None)),
    "what is about to go is told of by nobody": Guard(
        (PHOTO, ERASE), code=(get_job, "is_erased", lambda _job, _ledger: False)
    ),
    "of one job only its own files go": Guard(
        (PHOTO, ASK, STEP), code=(Reach, "prefix", property(lambda self: f"{self.team}/"))
    ),
}
