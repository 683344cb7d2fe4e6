"""A changed retention reaches what is stored: a walk over the team's jobs, shard by shard, oldest first.

A masker may have read the settings in the moment before they changed, and close its job behind the walk. So
the walk that is the last began when every such close had ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.datasets import Datasets
from functions.core.errors import Conflict
from functions.core.job import RESTRICTED, Job, Keep
from functions.core.retain import PLACES, Report
from functions.core.retain_exports import RetainExports, date_exports
from functions.core.retention import Retention, net
from functions.core.retention_ports import Files, Redating, Redatings, Retained, TeamSettings
from functions.core.times import Clock

SETTLED: Final = timedelta(seconds=120)  # from reading the settings to a close that was tried four times


@dataclass(frozen=True, slots=True)
class Redate:
    """What it needs of the world."""

    redatings: Redatings
    retained: Retained
    settings: TeamSettings
    files: Mapping[str, Files]
    clock: Clock
    report: Report
    datasets: Datasets
    exports: RetainExports


def redate(world: Redate, shard: int, most: int, until: datetime) -> int:
    """Go on with the walks of a shard for at most so many jobs; how many were dated anew.

    Interrupted anywhere, a walk goes on where it last said it was; what was dated before is so already.
    """
    left, dated = most, 0
    for redating in world.redatings.due(shard, world.clock()):
        try:
            seen, changed = _walk(redating, world, left, until)
        except Conflict:
            continue  # the settings were changed again, and the walk begins anew
        except Exception as error:  # of one team: the others' walks go on
            world.report(error)
            continue
        left, dated = left - seen, dated + changed
        if left <= 0 or world.clock() >= until:
            break
    return dated


def _walk(redating: Redating, world: Redate, most: int, until: datetime) -> tuple[int, int]:
    retention, seen, dated = world.settings.of(redating.team).retention, 0, 0
    while seen < most and world.clock() < until:
        refs = world.retained.oldest(redating.team, redating.shard, redating.after)
        redating = redating.reached(refs[-1].job if refs else redating.after, world.clock())
        if not refs:
            if date_exports(redating.team, redating.shard, retention, world.exports, until):
                _finish(redating, world)
            break
        dated += sum(_dated(job, retention, world) for job in world.retained.read(refs))
        seen += len(refs)
        world.redatings.save(redating, world.clock())
    return seen, dated


def _finish(redating: Redating, world: Redate) -> None:
    settled = redating.changed_at + SETTLED
    if redating.began and redating.began >= settled:
        world.redatings.end(redating)
    else:
        anew = Redating(redating.team, redating.shard, redating.changed_at)
        world.redatings.save(anew, max(settled, world.clock()))


def _dated(job: Job, retention: Retention, world: Redate) -> bool:
    if job.keep is None or job.closed_at is None or job.state == RESTRICTED:  # dated when that is lifted
        return False
    keep = retention.keep(job.state, job.closed_at)
    try:
        for purpose in job.consents:
            until = min(job.closed_at + timedelta(minutes=retention.datasets), keep.record)
            world.datasets.redate(job.ref, purpose, until)
    except Exception as error:
        world.report(error)
    original = job.keep.original
    if original and job.done_at:  # a window of nothing is over at once, and the sweeper deletes it
        original = retention.held_until(job.done_at) or job.done_at
    keep = Keep(keep.record, keep.file if job.keep.file else None, original)
    if keep == job.keep:
        return False
    try:
        _widen_net(job, keep, job.closed_at, world)  # before it is due later than S3 would delete it
        world.retained.redate(job, keep)
    except Conflict:
        return False
    except Exception as error:  # one that cannot be dated anew stays as it was
        world.report(error)
        return False
    return True


def _widen_net(job: Job, keep: Keep, closed_at: datetime, world: Redate) -> None:
    place = PLACES.get(job.state)
    if place in {None, "originals"} or not keep.file or not (job.keep and job.keep.file):
        return
    wanted = net(keep.file - closed_at)
    if wanted > net(job.keep.file - closed_at):
        world.files[str(place)].tag(str(job.key), wanted)
