"""The sweeper's part in datasets: what is over goes, and what was withdrawn goes (promises 8 and 9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.datasets import Copy, Datasets, Withdrawal
from functions.core.holds import Holds, leaves_net
from functions.core.retention_ports import Files
from functions.core.times import Clock

SKEW: Final = timedelta(seconds=5)  # between the clocks of who closed a job and who withdrew a consent


@dataclass(frozen=True, slots=True)
class EndCopies:
    """What it needs of the world. ``report`` logs a fault."""

    datasets: Datasets
    held: Files
    holds: Holds
    clock: Clock
    report: Callable[[Exception], None]


def end_copies(shard: int, world: EndCopies, until: datetime) -> int:
    """Delete what was withdrawn, then what is over; how many copies went. What is left is the next pass's."""
    gone = 0
    for withdrawal in world.datasets.withdrawals(shard):
        try:
            gone += _withdraw(withdrawal, world, until)
        except Exception as error:  # of one user: the others' go on
            world.report(error)
    while world.clock() < until:
        over = world.datasets.due(shard, world.clock())
        ended = _end(_free(over, world), world)
        gone += ended
        if not ended:
            break
    return gone


def _withdraw(withdrawal: Withdrawal, world: EndCopies, until: datetime) -> int:
    gone, left, after = 0, 0, ""
    while world.clock() < until:
        copies, after = world.datasets.page(withdrawal, after)
        mine = [copy for copy in copies if copy.kept_at <= withdrawal.at + SKEW]
        ended = _end(_free(mine, world), world)
        gone, left = gone + ended, left + len(mine) - ended
        if not after and not left:
            world.datasets.end(withdrawal)
        if not after:
            break
    return gone


def _free(copies: Sequence[Copy], world: EndCopies) -> list[Copy]:
    """Those of which nobody has to keep anything, whoever's time is over."""
    held = world.holds.among({(copy.ref.team, copy.ref.subject) for copy in copies}) if copies else ()
    free = []
    for copy in copies:
        if (copy.ref.team, copy.ref.subject) not in held:
            free.append(copy)
        elif leaves_net(copy.until, world.clock()):
            world.held.tag(str(copy.key), None)
    return free


def _end(copies: Sequence[Copy], world: EndCopies) -> int:
    """File first: the row is all that leads to it."""
    if not copies:
        return 0
    stuck = world.held.delete([str(copy.key) for copy in copies])
    free = [copy for copy in copies if str(copy.key) not in stuck]
    world.datasets.remove(free)
    return len(free)
