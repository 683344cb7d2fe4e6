"""POST and GET …/users/{user_id}/exports, /v1/me/exports: ask for an export, follow it, get its file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.core.audit import EXPORTED, Act
from functions.core.consents import Whose
from functions.core.erasure import RUNNING as ERASING
from functions.core.errors import (
    Conflict,
    ErasureRunning,
    Invalid,
    NotFound,
    Repeated,
    Tombstoned,
    Unavailable,
)
from functions.core.export import COMPLETED, CONTENT_TYPE, RUNNING, Export, as_of
from functions.core.export_ports import Exports
from functions.core.export_worker import OVERDUE
from functions.core.names import is_id, new_id
from functions.core.ports import Executions, Ledger, Links, Mac, Once, Quotas
from functions.core.restriction import Restrictions
from functions.core.subjects import Identified, identify

DIGEST: Final = "export"  # every call asks for the same
MOST_ERASURES: Final = 100


@dataclass(frozen=True, slots=True)
class KeepExports:
    """What it needs of the world."""

    exports: Exports
    ledger: Ledger
    mac: Mac
    executions: Executions
    quotas: Quotas
    links: Links
    restrictions: Restrictions


Told = tuple[Export, str | None]


def request_export(whose: Whose, key: str, world: KeepExports, now: datetime) -> Export:
    """An export of everything of this user, running; while one runs, that one.

    ``key`` is the caller's idempotency key, or empty: asked again with it, the answer is the same export for
    a day. Raises `ErasureRunning`, `TooMany`, and `Invalid` if the key was used for something else.
    """
    world.quotas.take(whose.team, 1, now)
    _must_be_open(whose.team, world.ledger)
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        user = identify(whose.team, whose.user, world.mac, world.ledger)
        try:
            export = _begun(Act(whose.team, whose.by, now), user, key, world)
        except Tombstoned:
            continue
        return _started(export, world, now) if export.state == RUNNING else export
    raise ErasureRunning


def get_export(whose: Whose, export_id: str, world: KeepExports, now: datetime) -> Told:
    """One of the user's exports, and a link to its file once it is there. Raises `NotFound`.

    While the user is restricted (Art. 18) nothing is handed out, and nothing is lost.
    """
    user = _alive(whose, world)
    stored = world.exports.get(whose.team, user.subject, export_id) if user and is_id(export_id) else None
    export = as_of(stored, now) if stored else None
    if export is None:
        raise NotFound
    if export.state != COMPLETED or export.keep is None or export.keep.file is None:
        return export, None
    if world.restrictions.restricted({(whose.team, export.subject)}):
        return export, None
    return export, world.links.sign(export.key, CONTENT_TYPE, export.keep.file)


def list_exports(
    whose: Whose, limit: int, after: str | None, world: KeepExports, now: datetime
) -> tuple[list[Export], str | None]:
    """A page of the user's exports, newest first; none from the moment that the user's erasure began."""
    user = _alive(whose, world)
    if user is None:
        return [], None
    exports, more = world.exports.page(whose.team, user.subject, limit, after)
    return [export for export in (as_of(stored, now) for stored in exports) if export], more


def _must_be_open(team: str, ledger: Ledger) -> None:
    """An erasure of dates or of the team reaches copies in exports too; so none is made meanwhile."""
    running, _ = ledger.recent(team, ERASING, MOST_ERASURES, None)
    if ledger.closed(team) or any(erasure.wide for erasure in running):
        raise ErasureRunning


def _alive(whose: Whose, world: KeepExports) -> Identified | None:
    user = identify(whose.team, whose.user, world.mac, world.ledger)
    return None if world.ledger.tombstone(whose.team, user.subject) else user


def _begun(act: Act, user: Identified, key: str, world: KeepExports) -> Export:
    export = Export(new_id(act.at), act.team, user.subject, act.at)
    once = Once(hashlib.sha256(key.encode()).hexdigest(), DIGEST, export.id) if key else None
    try:
        world.exports.begin(export, once, act.entry(EXPORTED, export.id))
    except Tombstoned:
        raise
    except Repeated:
        return _repeated(export, once, world)
    except Conflict:
        return _standing(export, world.exports.running(act.team, user.subject), world)
    return export


def _repeated(export: Export, once: Once | None, world: KeepExports) -> Export:
    assert once is not None
    first = world.exports.once(export.team, export.subject, once.key)
    if first and first.digest != DIGEST:
        raise Invalid("was used for another request", field="Idempotency-Key")
    return _standing(export, first.job if first else None, world)


def _standing(export: Export, standing: str | None, world: KeepExports) -> Export:
    found = world.exports.get(export.team, export.subject, standing) if standing else None
    if found is None:
        raise Unavailable  # it ended in this moment
    return found


def _started(export: Export, world: KeepExports, now: datetime) -> Export:
    """The export, running before it is answered, so that a 202 means it."""
    try:
        world.executions.start(export.team, export.id, export.attempt)
    except Conflict:
        # Its execution ended and could not say so in the record.
        again = export.again()
        try:
            world.exports.again(again, now + OVERDUE)
        except Conflict:
            raise Unavailable from None  # it has just ended
        world.executions.start(again.team, again.id, again.attempt)
        return again
    return export
