"""…/opt-outs/sale-sharing: a user wants no personal data sold or shared (CCPA, Cal. Civ. Code § 1798.120).

Moretta sells and shares nothing. It keeps what the user said, for the team that might and asks before.
Nobody has to prove or agree to anything for it; whoever never said so has not opted out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.core.audit import OPT_OUT, OPT_OUT_LIFTED, Act, Entry
from functions.core.consents import Whose
from functions.core.errors import ErasureRunning, Tombstoned
from functions.core.ports import Ledger, Mac
from functions.core.subjects import identify


@dataclass(frozen=True, slots=True)
class OptOut:
    """Whether a user has opted out, since when, and who said so: ``self``, ``client`` or a person."""

    opted_out: bool = False
    by: str = ""
    since: datetime | None = None


class OptOuts(Protocol):
    """What users said, in their own partitions. Reads are consistent."""

    def get(self, team: str, subject: str) -> OptOut:
        """What a user said last; of one who said nothing, that."""

    def put(self, team: str, subject: str, opt_out: OptOut, entry: Entry) -> None:
        """Store what a user says now, with its entry in the audit. Raises `Tombstoned`."""


@dataclass(frozen=True, slots=True)
class KeepOptOuts:
    """What it needs of the world."""

    opt_outs: OptOuts
    ledger: Ledger
    mac: Mac


def get_opt_out(whose: Whose, world: KeepOptOuts) -> OptOut:
    """Whether a user has opted out; of one who is being erased nothing is known any more."""
    subject = identify(whose.team, whose.user, world.mac, world.ledger).subject
    if world.ledger.tombstone(whose.team, subject):
        return OptOut()
    return world.opt_outs.get(whose.team, subject)


def set_opt_out(whose: Whose, opt_out: OptOut, world: KeepOptOuts) -> OptOut:
    """Keep what a user says. Said again it is as said once: ``since`` stays. Raises `ErasureRunning`."""
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        subject = identify(whose.team, whose.user, world.mac, world.ledger).subject
        before = world.opt_outs.get(whose.team, subject)
        if before.opted_out == opt_out.opted_out:
            return before
        assert opt_out.since is not None
        action = OPT_OUT if opt_out.opted_out else OPT_OUT_LIFTED
        entry = Act(whose.team, opt_out.by, opt_out.since).entry(action)
        try:
            world.opt_outs.put(whose.team, subject, opt_out, entry)
        except Tombstoned:
            continue
        return opt_out
    raise ErasureRunning
