"""The worker of an export, as the workflow calls it: as long as one invocation may.

Interrupted anywhere it goes on from the last progress that was stored, and writes what came after it again.
How far it is stands in the record and not in the workflow, whose history lives for 90 days.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.errors import Conflict, LeaseOpen, Replaced, Unavailable
from functions.core.export import FAILED, RUNNING, Export, Progress
from functions.core.export_worker import OVERDUE, MakeExport, Worker
from functions.core.names import new_id
from functions.core.retain_exports import keep_export

MOST_RESTARTS: Final = 5
LAG: Final = timedelta(seconds=60)  # how long an index may not know of a new export
SOON: Final = timedelta(seconds=2)


def make_export(team: str, export_id: str, world: MakeExport, until: datetime) -> datetime | None:
    """Work on an export until ``until``; when to go on, or None when it has ended, or its user is erased."""
    export = world.exports.find(team, export_id)
    now = world.clock()
    if export is None:
        young = export_id > new_id(now - LAG)[:10]
        return now + SOON if young else None
    if export.state == FAILED:
        world.archive.clear(export.ref)  # ended while it was made: its worker may have been killed since
    if export.state != RUNNING:
        return None
    export = replace(export, lease=new_id(now))
    try:
        world.exports.take(export, export.lease, now + world.lease, now)
        return Worker(export, world, until).work()
    except LeaseOpen:
        return now + SOON  # another worker has it, or one that was killed
    except Replaced:
        return _from_the_beginning(export, world)
    except Conflict:
        world.archive.clear(export.ref)  # erased, or ended by somebody else
        return None


def fail_export(team: str, export_id: str, world: MakeExport) -> None:
    """Mark an export whose worker gave up; asking for one again makes a new one."""
    export = world.exports.find(team, export_id)
    if export is None or export.state != RUNNING:
        return
    now = world.clock()
    keep = keep_export(world.settings.of(team).retention, now, file=False)
    try:
        world.exports.give_up(export.ended(FAILED, now, keep))
    except Conflict:
        return  # erased, or ended after all
    world.archive.clear(export.ref)


def _from_the_beginning(export: Export, world: MakeExport) -> datetime | None:
    """Its upload ended, or what stood beside it is gone: by its lifecycle, or it was whole already."""
    now, restarts = world.clock(), export.progress.restarts + 1
    if restarts > MOST_RESTARTS:
        raise Unavailable
    try:
        world.exports.save(replace(export, progress=Progress(restarts=restarts)), now + OVERDUE, free=True)
    except Conflict:
        return None
    world.archive.clear(export.ref)
    return now
