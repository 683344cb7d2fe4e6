"""What keeps an erasure right, each by its name, and what tells that it is missing: `test_guards.py` asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.core import get_job, mask_photo
from functions.core.erasure import Erasure
from functions.core.reach import Reach
from functions.core.replay import Replay
from tests.unit.core import without
from tests.unit.core.without import Out

PHOTO, UPLOAD, DELIVER, ASK = "photo", "upload", "deliver", "ask_for_another_erasure"
GO_ON, ERASE, STEP, WORKER = "let_a_masker_go_on", "erase_a_user", "begin_a_step", "let_a_worker_go_on"
FINISH, TROUBLE, TABLE = "finish_or_try_again", "trouble", "back_up_or_restore"
WAIT, CONSENT = "wait", "consent"

WHOLE: Final = 99  # calls: to the end
Move = tuple[str, Mapping[str, Any]]
Story = tuple[Move, ...]


@dataclass(frozen=True)
class Guard:
    """How to take it out: of a world's fakes, or of the code (of which object, by which name, for what).

    ``moves`` are those of the machine among which chance finds what goes wrong within seconds; the search
    would take longer with all of them. What it would not find so soon is a ``story``: the moves in order.
    """

    moves: tuple[str, ...] = ()
    story: Story = ()
    world: Out = lambda _world: None
    code: tuple[Any, str, Any] | None = None


def photo(*depicted: str, calls: int = WHOLE, kind: bytes = b"face") -> Move:
    """A photo of u1, and how far its masker comes: below 0 there is no file, at 0 nobody was told of it.

    A masker reads its file by the third call, and puts the result by the sixth. A ``text`` is rejected.
    """
    return PHOTO, {"user": "u1", "depicted": depicted, "kind": kind, "calls": calls, "more": ""}


def erased(user: str = "u1", *, looks: int = 1, first: str = "", at: int = 1) -> Move:
    """Asked for, and looked at; ``first`` is what becomes of a worker before, at which call."""
    return ERASE, {"user": user, "looks": looks, "first": first, "at": at}


def asked(seconds: int = 0) -> Move:
    """Of the first job, or of all that is older than some seconds."""
    return ASK, {"pick": 0, "seconds": seconds}


def worked(calls: int = WHOLE, pick: int = 0) -> Move:
    """A worker begins with one of the erasures that run, and is held after some calls."""
    return STEP, {"pick": pick, "hurry": False, "calls": calls}


def masker(calls: int = WHOLE) -> Move:
    """The masker that was held goes on."""
    return GO_ON, {"pick": 0, "calls": calls, "kill": False}


WORKER_GOES_ON: Final[Move] = (WORKER, {"pick": 0, "calls": WHOLE, "kill": False})
DELIVERED: Final[Move] = (DELIVER, {"pick": 0, "calls": WHOLE})
CLAIMED: Final[Move] = (DELIVER, {"pick": 0, "calls": 5})
REPLACED: Final[Move] = (UPLOAD, {"pick": 0, "kind": b"face"})
A_KEY_STAYS: Final[Move] = (TROUBLE, {"pick": 0, "user": "u1", "what": "key"})
BACKED_UP: Final[Move] = (TABLE, {"lost": False})
RESTORED: Final[Move] = (TABLE, {"lost": True})
FINISHED: Final[Move] = (FINISH, {"pick": 0})
FOUR_SLICES: Final = tuple(worked(pick=pick) for pick in (3, 2, 1, 0))  # none of them is left out


def waited(seconds: int) -> Move:
    """Time passes."""
    return WAIT, {"seconds": seconds}


GUARDS: Final[dict[str, Guard]] = {
    "the tombstone is asked for when a job is made": Guard((PHOTO, ERASE), world=without.deaf("create")),
    "the tombstone is asked for when a file is claimed": Guard(
        story=(photo(calls=0), erased(looks=0), DELIVERED), world=without.deaf("claim")
    ),
    "the tombstone is asked for when a job is closed": Guard(
        (PHOTO, GO_ON, ERASE), world=without.deaf("close")
    ),
    "the tombstones of all in the picture are asked for": Guard(
        (PHOTO, ERASE), world=without.ask_the_user_alone
    ),
    "a file is read only with the ETag that was claimed": Guard(
        story=(photo(calls=2), REPLACED, masker()), world=without.read_whatever_is_there
    ),
    "a masker that finds its user erased takes back what it stored": Guard(
        (PHOTO, GO_ON, ERASE), world=without.take_nothing_back
    ),
    "leases are noted before the rows that tell of them go": Guard(
        story=(photo(calls=5), erased(first="dies", at=6), masker(1)), world=without.note_leases_last
    ),
    "a worker that was overtaken moves no record": Guard(
        story=(photo(calls=5), erased(first="held", at=3), WORKER_GOES_ON, masker(1)),
        world=without.save_whatever_is_known,
    ),
    "who was erased has another pseudonym afterwards": Guard((PHOTO, ERASE), world=without.begin_no_epoch),
    "a tombstone outlives its erasure": Guard(
        story=(photo(kind=b"text"), BACKED_UP, erased(), RESTORED), world=without.let_the_tombstone_go
    ),
    "a row without a tombstone goes only as it was seen": Guard(
        story=(photo(calls=0), asked(), worked(4), CLAIMED, WORKER_GOES_ON, masker(1)),
        world=without.delete_rows_that_were_claimed,
    ),
    "of dates two empty looks are wanted, longer apart than indexes lag": Guard(
        story=(photo(calls=-1), waited(120), waited(30), asked(120), *FOUR_SLICES, FINISHED),
        world=without.look_once_however_indexes_lag,
    ),
    "what is held is not deleted": Guard((PHOTO, ERASE, TROUBLE), world=without.ask_for_no_hold),
    "the row of another's photo stays until its files are gone": Guard(
        story=(photo("u1x"), A_KEY_STAYS, erased("u1x")), world=without.forget_the_row_before_the_files
    ),
    "the row of another's photo stays while a masker has it": Guard(
        (PHOTO, GO_ON, ERASE), world=without.forget_the_row_before_the_lease
    ),
    "the row of one's own photo with others in it goes last": Guard(
        story=(photo("u1x"), A_KEY_STAYS, erased(), erased("u1x")), world=without.lead_nobody
    ),
    "the longest open lease is waited for": Guard(
        (PHOTO, ERASE, GO_ON), code=(Erasure, "busy", lambda self, _until: self)
    ),
    "the last look began after the lease": Guard(
        story=(photo(calls=5), erased(), waited(30), worked(8), masker(1), waited(30), WORKER_GOES_ON),
        code=(Erasure, "looked", without.looked_as_if_it_began_now),
    ),
    "a second look must find nothing": Guard(
        (PHOTO, ERASE, TROUBLE), code=(Erasure, "turned", without.turned_without_counting)
    ),
    "a file of a late form is deleted": Guard(
        (PHOTO, UPLOAD, DELIVER, ERASE), code=(mask_photo, "_dispose", without.keep_what_is_orphaned)
    ),
    "the ledger is replayed over jobs": Guard(
        (PHOTO, ERASE, TABLE), code=(Replay, "erases_job", lambda _self, _job: False)
    ),
    "the ledger is replayed over what else is a subject's": Guard(
        (CONSENT, ERASE, TABLE), code=(Replay, "erases", lambda *_args: False)
    ),
    "the ledger is replayed for spans of time": Guard(
        story=(
            *(photo(kind=b"text"), waited(200), BACKED_UP, asked(120), *FOUR_SLICES),
            *(waited(61), *FOUR_SLICES, FINISHED, RESTORED),
        ),
        code=(Replay, "_covered", lambda *_args: False),
    ),
    "withdrawals are replayed": Guard((CONSENT, TABLE), code=(Replay, "withdrawn", lambda *_args: None)),
    "what is about to go is told of by nobody": Guard(
        (PHOTO, ERASE), code=(get_job, "is_erased", lambda _job, _ledger: False)
    ),
    "of one job only its own files go": Guard(
        (PHOTO, ASK, STEP), code=(Reach, "prefix", property(lambda self: f"{self.team}/"))
    ),
}
