"""Exports that are over: the file first, then what leads to it (promise 8); and those that nobody writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.errors import Conflict
from functions.core.export import FAILED, RUNNING, Export, as_of
from functions.core.export_ports import Exports, RetainedExports
from functions.core.holds import Holds, leaves_net
from functions.core.job import Keep
from functions.core.retain import AGAIN, HELD, RELEASED, REMOVED, STUCK, Report, Swept
from functions.core.retention import Retention, net
from functions.core.retention_ports import Files, TeamSettings
from functions.core.times import Clock

EXPORTS: Final = "exports"


@dataclass(frozen=True, slots=True)
class RetainExports:
    """What it needs of the world."""

    exports: Exports
    retained: RetainedExports
    files: Mapping[str, Files]
    holds: Holds
    settings: TeamSettings
    clock: Clock
    report: Report


def retain_exports(shard: int, world: RetainExports, swept: Swept, until: datetime) -> None:
    """What of a shard's exports is due. One that cannot be ended stops no other, and is tried again."""
    for export in world.retained.due(shard, world.clock()):
        if world.clock() >= until:
            break
        try:
            outcome = _settled(export, world)
        except Conflict:
            continue  # erased, ended or dated again since it was read
        except Exception as error:
            world.report(error)
            outcome = STUCK
        if outcome in {HELD, STUCK}:
            _put_off(export, world)
        if outcome:
            swept.outcomes[outcome] += 1


def date_exports(team: str, shard: int, retention: Retention, world: RetainExports, until: datetime) -> bool:
    """Date a shard's exports anew after the team's retention changed; whether all were seen in time."""
    after = ""
    while exports := world.retained.oldest(team, shard, after):
        for export in exports:
            _date(export, retention, world)
        after = exports[-1].id
        if world.clock() >= until:
            return False
    return True


def keep_export(retention: Retention, ended_at: datetime, *, file: bool) -> Keep:
    """Until when an export that ended has its record, and its file if it has one."""
    record = ended_at + timedelta(minutes=retention.job_records)
    if not file:
        return Keep(record)
    life = ended_at + timedelta(minutes=retention.exports)
    return Keep(max(record, life), life)


def _settled(export: Export, world: RetainExports) -> str:
    now = world.clock()
    if export.state == RUNNING:
        retention = world.settings.of(export.team).retention
        keep = keep_export(retention, now, file=False)
        world.exports.give_up(export.ended(FAILED, now, keep))
        return FAILED
    over = as_of(export, now)
    if over == export:
        return ""  # the index lags
    if world.holds.held(export.team, export.subject):
        if export.keep and leaves_net(export.keep.file, now):
            world.files[EXPORTS].tag(str(export.key), None)
        return HELD
    if export.keep and export.keep.file and world.files[EXPORTS].delete([str(export.key)]):
        return STUCK
    if over is None:
        world.retained.remove(export)
        return REMOVED
    world.retained.release(export, over)
    return RELEASED


def _put_off(export: Export, world: RetainExports) -> None:
    try:
        if export.state != RUNNING:
            world.retained.postpone(export, world.clock() + AGAIN)
    except Exception as error:
        world.report(error)


def _date(export: Export, retention: Retention, world: RetainExports) -> None:
    if export.keep is None or export.ended_at is None:
        return
    keep = keep_export(retention, export.ended_at, file=export.keep.file is not None)
    if export.keep.file and export.keep.file <= world.clock():
        keep = replace(keep, file=export.keep.file)  # over stays over: it may hold what was taken back
    if keep == export.keep:
        return
    try:
        _widen_net(export, keep, export.ended_at, world)
        world.retained.redate(export, keep)
    except Conflict:
        return
    except Exception as error:  # one that cannot be dated anew stays as it was
        world.report(error)


def _widen_net(export: Export, keep: Keep, ended_at: datetime, world: RetainExports) -> None:
    if not keep.file or not (export.keep and export.keep.file):
        return
    wanted = net(keep.file - ended_at)
    if wanted > net(export.keep.file - ended_at):
        world.files[EXPORTS].tag(str(export.key), wanted)
