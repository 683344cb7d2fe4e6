"""Exports that hold a photo which is taken back: nobody gets them any more (promise 1, GDPR Art. 18).

A result that is reported, masked again or restricted leaves `results`; an export that was made before may
hold it as well. Such an export is over at once, and its file goes with the next sweep; one that is being made
has failed. Whoever asks for a new one gets all but the photo.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from functions.core.errors import Conflict, Tombstoned, Unavailable
from functions.core.export import FAILED, RUNNING, Export
from functions.core.export_ports import Exports, RetainedExports
from functions.core.names import JobRef
from functions.core.retain_exports import keep_export
from functions.core.retention_ports import TeamSettings

PAGE: Final = 100
TRIES: Final = 3  # against a worker that ends one in the same moment


@dataclass(frozen=True, slots=True)
class EndExports:
    """What it needs of the world."""

    exports: Exports
    retained: RetainedExports
    settings: TeamSettings


def end_exports(ref: JobRef, world: EndExports, now: datetime) -> None:
    """End those that may hold this job: an export holds jobs that are older than itself.

    Done twice it is as done once. Call it when the result is out of `results`: then none that begins later
    can hold it.
    """
    after = None
    while True:
        page, after = world.exports.page(ref.team, ref.subject, PAGE, after)
        for export in page:
            if export.id <= ref.job:
                return
            _end(export, world, now)
        if after is None:
            return


def _end(export: Export, world: EndExports, now: datetime) -> None:
    current: Export | None = export
    for _ in range(TRIES):
        if current is None:
            return
        try:
            _over(current, world, now)
        except Tombstoned:
            return  # its user is erased, and all exports with it
        except Conflict:
            current = world.exports.get(export.team, export.subject, export.id)
        else:
            return
    raise Unavailable


def _over(export: Export, world: EndExports, now: datetime) -> None:
    if export.state == RUNNING:
        retention = world.settings.of(export.team).retention
        world.exports.give_up(export.ended(FAILED, now, keep_export(retention, now, file=False)))
    elif export.keep and export.keep.file and export.keep.file > now:
        world.retained.redate(export, replace(export.keep, file=now))
