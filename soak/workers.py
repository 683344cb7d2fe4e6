"""The functions that no route calls: what wakes each, and what has to be true when it was well again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from soak.playing import Played
from soak.settled import (
    ends,
    export_is_over,
    fine,
    is_cancelled,
    is_erased,
    is_exported,
    is_spared,
    is_swept,
    one_incident,
    reminded,
    signed,
    told,
)
from soak.waking import (
    all_of_a_team,
    an_hour,
    barred,
    changed,
    deliver,
    delivery,
    found,
    over,
    overdue,
    released,
    session,
    swept,
    to_erase,
    to_export,
    to_spare,
    token,
    unapproved,
    uploaded,
    walking,
    windowed,
    withdrawn,
)
from soak.workflows import MOST, work_off

ATTEMPT: Final = ("table entry",)  # of the log of a webhook's deliveries
Drive = Callable[[Played, Any], None]


@dataclass(frozen=True)
class Worker:
    """``prepare`` makes the work and says what it is, ``drive`` does it once, and ``settled`` looks at it.

    ``raises`` are the types that its caller takes for "try again". What works by the clock leaves what it
    could not do, and comes again; of what it put off, rows whose names begin with ``later`` are due then.
    A second time may leave one more of what is named by ``twice``.
    """

    function: str
    prepare: Callable[[Played], Any]
    drive: Drive
    settled: Callable[[Played, Any], None]
    raises: tuple[str, ...] = ("HandBack",)
    later: str | None = None
    twice: tuple[str, ...] = ()


def by(name: str) -> Drive:
    """The function, with what was prepared as its event."""
    return lambda played, event: played.call(name, event)


def ticked(name: str) -> Drive:
    """The function, by its clock."""
    return lambda played, _: played.call(name, {})


def stepped(name: str) -> Drive:
    """The step of a workflow, until it is its last."""

    def drive(played: Played, event: Any) -> None:
        for _ in range(MOST):
            if played.call(name, {**event, "step": "work"})["next"] == "end":
                return
        raise AssertionError(f"{name} does not end")

    return drive


MASK: Final = "mask_identity"
WORKERS: Final[Mapping[str, Worker]] = {
    MASK: Worker(MASK, uploaded(b"face 1"), by(MASK), ends("done", {"results": 1})),
    f"{MASK}, in doubt": Worker(MASK, uploaded(b"doubtful 1"), by(MASK), ends("review", {"held": 1})),
    f"{MASK}, refused": Worker(MASK, uploaded(b"no picture"), by(MASK), ends("rejected", {})),
    f"{MASK}, released": Worker(MASK, released, by(MASK), ends("done", {"results": 1})),
    f"{MASK}, with a correction window": Worker(
        MASK, windowed, by(MASK), ends("done", {"held": 1, "results": 1})
    ),
    f"{MASK}, restricted": Worker(MASK, barred, by(MASK), ends("restricted", {"held": 1})),
    "mask_background": Worker(
        "mask_background", uploaded(b"face 1"), by("mask_background"), ends("done", {"results": 1})
    ),
    "close_failed": Worker(
        "close_failed", uploaded(b"crash 1"), by("close_failed"), ends("failed", {"originals": 1})
    ),
    "sweep": Worker("sweep", swept, ticked("sweep"), is_swept, later="job#"),
    "sweep, a restriction lifted": Worker(
        "sweep", walking, ticked("sweep"), ends("done", {"results": 1}), later="restricting"
    ),
    "sweep, a consent withdrawn": Worker(
        "sweep", withdrawn, ticked("sweep"), ends("done", {"results": 1}), later=""
    ),
    "sweep, an export over": Worker("sweep", over, ticked("sweep"), export_is_over, later="export#"),
    "sweep, an erasure that nobody approved": Worker(
        "sweep", unapproved, ticked("sweep"), is_cancelled, later=""
    ),
    "erase": Worker("erase", to_erase, work_off, is_erased, ("Unfinished",)),
    "erase, all of a team": Worker("erase", all_of_a_team, work_off, is_erased, ("Unfinished",)),
    "remask_depicted": Worker("remask_depicted", to_spare, by("remask_depicted"), is_spared, ("Unfinished",)),
    "make_export": Worker("make_export", to_export, stepped("make_export"), is_exported, ("Unfinished",)),
    "publish_events": Worker("publish_events", changed, by("publish_events"), told),
    "deliver_webhook": Worker("deliver_webhook", delivery, deliver, fine, ("ComesAgain",), twice=ATTEMPT),
    "authorize_session": Worker("authorize_session", session, by("authorize_session"), fine, ("Undecided",)),
    "grant_token": Worker("grant_token", token, by("grant_token"), fine, ("Ungranted",)),
    "audit_heads": Worker("audit_heads", an_hour, ticked("audit_heads"), signed, later=""),
    "findings": Worker("findings", found, by("findings"), one_incident),
    "findings, each hour": Worker("findings", overdue, by("findings"), reminded),
}
