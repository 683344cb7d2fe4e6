"""PUT, GET, DELETE /v1/users/{user_id}/hold: what the law wants kept is not erased (GDPR Art. 17(3))."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from functions.core.audit import HOLD, HOLD_LIFTED, Act
from functions.core.erasure import HELD, PARTIAL
from functions.core.errors import Conflict, Invalid, NotAllowed, NotFound
from functions.core.holds import GROUNDS, Hold, LegalHolds
from functions.core.moments import parse_moment
from functions.core.ports import Executions, Ledger, Mac
from functions.core.subjects import identify
from functions.core.times import to_text


@dataclass(frozen=True, slots=True)
class HoldUser:
    """What it needs of the world."""

    holds: LegalHolds
    ledger: Ledger
    mac: Mac
    executions: Executions


def parse_hold(body: Mapping[str, object], by: str | None, now: datetime) -> Hold:
    """The hold in a JSON body, set by a person of the staff. Raises `Invalid`, `NotAllowed`."""
    if by is None:
        raise NotAllowed("takes a person of the team's staff")
    if body.keys() != {"ground", "until"}:
        raise Invalid("must have a ground and until, and nothing else", field="body")
    ground, until = body["ground"], parse_moment(body["until"], "until")
    if not isinstance(ground, str) or ground not in GROUNDS:
        raise Invalid(f"must be one of {', '.join(GROUNDS)}", field="ground")
    if until <= now:
        raise Invalid("must be in the future", field="until")
    return Hold(ground, until, by, now)


def set_hold(user_id: str, hold: Hold, team: str, world: HoldUser) -> Hold:
    """From now on nothing of the user is erased; what an erasure that runs has deleted by then is gone.

    Said again it is as said once; by somebody else, with another ground or end it is another hold.
    """
    subject = identify(team, user_id, world.mac, world.ledger).subject
    stood = world.holds.get(team, subject)
    if stood and replace(stood, set_at=hold.set_at) == hold:
        return stood
    ground, until = (stood.ground, to_text(stood.until)) if stood else (None, None)
    act = Act(team, hold.by, hold.set_at)
    entry = act.entry(HOLD, ground=(ground, hold.ground), until=(until, to_text(hold.until)))
    world.holds.put(team, subject, hold, entry)
    return hold


def get_hold(user_id: str, team: str, world: HoldUser) -> Hold:
    """The hold that stands for the user. Raises `NotFound`."""
    hold = world.holds.get(team, identify(team, user_id, world.mac, world.ledger).subject)
    if hold is None:
        raise NotFound
    return hold


def lift_hold(user_id: str, act: Act, world: HoldUser) -> None:
    """End the hold; the erasure of the user that waited for it goes on at once. Lifting none is no error."""
    team = act.team
    subject = identify(team, user_id, world.mac, world.ledger).subject
    if hold := world.holds.get(team, subject):
        world.holds.lift(team, subject, act.entry(HOLD_LIFTED, ground=(hold.ground, None)))
    go_on(team, subject, world.ledger, world.executions)


def go_on(team: str, subject: str, ledger: Ledger, executions: Executions) -> None:
    """Let the erasure of a user go on that waited because something was held."""
    erasure = ledger.get(team, ledger.tombstone(team, subject) or "")
    if erasure is None or erasure.state != PARTIAL or erasure.why != HELD:
        return
    try:
        again = ledger.save(erasure.again())
    except Conflict:
        return  # it goes on already
    executions.start(team, again.id, again.attempt)
