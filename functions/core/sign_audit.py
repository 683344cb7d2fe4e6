"""Every hour: sign what the audit holds of the hours that are over, and forget what no team keeps any longer.

Who writes an entry asks nobody and waits for nobody: the head is made afterwards, by consistent reads. An
hour is signed when nobody can still be writing into it, and looked at again with the next one: what came
after all is signed then, by a head of its own.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.audit import Entry
from functions.core.audit_head import (
    HOUR,
    KIND,
    PART,
    Head,
    Signed,
    Walk,
    digest,
    hour_of,
    shifted,
    start_of,
)
from functions.core.audit_ports import AuditLog, Heads
from functions.core.base64url import to_base64url
from functions.core.errors import Conflict
from functions.core.jws import Signer, signed
from functions.core.merkle import leaf_hash, root
from functions.core.retention_ports import TeamSettings
from functions.core.times import Clock

SETTLE: Final = timedelta(minutes=15)  # more than any function may take, and clocks may differ


@dataclass(frozen=True, slots=True)
class SignAudit:
    """What it needs of the world; ``issuer`` names the deployment."""

    log: AuditLog
    heads: Heads
    signer: Signer
    settings: TeamSettings
    issuer: str
    clock: Clock
    report: Callable[[Exception], None]


def sign_audit(world: SignAudit, until: datetime) -> timedelta:
    """Sign and forget for every team; how far behind the team is that is furthest.

    What fails for a team does not stop the others, and is due again with the next pass. Teams come in an
    order of chance, so that none is always the one for which there was no time.
    """
    walks = list(world.heads.walks())
    random.shuffle(walks)
    lag = timedelta()
    for walk in walks:
        try:
            reached = _signed(walk, world, until)
            if world.clock() < until:
                _forget(walk.team, world)
        except Conflict:
            continue  # another pass is at it
        except Exception as error:
            world.report(error)
            reached = walk
        lag = max(lag, world.clock() - (start_of(reached.hour) + HOUR))
    return lag


def _signed(walk: Walk, world: SignAudit, until: datetime) -> Walk:
    while world.clock() < until and start_of(walk.hour) + HOUR + SETTLE <= world.clock():
        walk = _sign(walk, shifted(walk.hour, -1), world)  # what came late
        walk = _sign(walk, walk.hour, world)
        walk = world.heads.advance(walk, shifted(walk.hour, 1))
    return walk


def _sign(walk: Walk, hour: str, world: SignAudit) -> Walk:
    entries = world.log.hour(walk.team, hour)
    if not entries:
        return walk
    before = world.heads.of(walk.team, hour)
    known = {each for one in before for each in one.ids}
    fresh = [entry for entry in entries if entry.id not in known]
    for part, start in enumerate(range(0, len(fresh), PART), len(before)):
        walk = _add(walk, hour, part, fresh[start : start + PART], world)
    return walk


def _add(walk: Walk, hour: str, part: int, entries: Sequence[Entry], world: SignAudit) -> Walk:
    top = to_base64url(root([leaf_hash(entry.leaf) for entry in entries]))
    signed_at = int(world.clock().timestamp())
    head = Head(world.issuer, walk.team, hour, part, len(entries), top, walk.previous, signed_at)
    made = Signed(signed(head.to_json(), KIND, world.signer), tuple(entry.id for entry in entries))
    return world.heads.add(walk, made)


def _forget(team: str, world: SignAudit) -> None:
    """Entries first: the head is what leads to them."""
    life = timedelta(minutes=world.settings.of(team).retention.audit)
    edge = hour_of(world.clock() - life)
    while over := world.heads.since(team, "", edge, 100):
        for hour in dict.fromkeys(one.head.hour for one in over):
            world.log.forget(team, hour)
            world.heads.forget(team, hour)


def next_of(walk: Walk, made: Signed) -> Walk:
    """The walk once this head is stored."""
    return Walk(walk.team, walk.hour, digest(made.jws))
