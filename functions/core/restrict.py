"""PUT, GET, DELETE …/restriction: a user's data is only kept, until that is lifted (GDPR Art. 18).

What is new is stopped by the transactions of create, claim and close, which all ask whether a restriction
stands. What is there already is brought to where it has to be by a walk over the user's jobs, and over those
that depict the user. It begins in the call, and the sweeper goes on with what is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.audit import RESTRICTION, RESTRICTION_LIFTED, Act, Entry
from functions.core.end_exports import EndExports, end_exports
from functions.core.errors import Conflict, ErasureRunning, NotFound, Tombstoned, Unavailable
from functions.core.hold import go_on
from functions.core.holds import Place
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, RESTRICTED, REVIEW, Job
from functions.core.names import JobRef, new_id
from functions.core.ports import Executions, Jobs, Ledger, Mac, Presence, Requeue
from functions.core.restriction import (
    Restricted,
    RestrictedJobs,
    Restriction,
    Restrictions,
    Shelf,
    Walk,
    Walks,
)
from functions.core.retention import as_of, net
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified, identify
from functions.core.times import Clock

LEASE: Final = timedelta(seconds=90)  # more than whoever walks may run
# Jobs in these states go back to them. What awaits its masker, that one restricts.
BACK: Final = {DONE: DONE, REVIEW: REVIEW}
SOON: Final = timedelta(seconds=30)  # until the sweeper looks whether a resumed job got its masker


@dataclass(frozen=True, slots=True)
class Settling:
    """What a walk needs of the world. Who has no ``queue`` leaves to the sweeper what a masker has to do."""

    walks: Walks
    restrictions: Restrictions
    rows: RestrictedJobs
    jobs: Jobs
    shelf: Shelf
    settings: TeamSettings
    clock: Clock
    held: Presence
    queue: Requeue | None
    ending: EndExports


@dataclass(frozen=True, slots=True)
class Restrict:
    """What the routes need of the world."""

    settling: Settling
    ledger: Ledger
    mac: Mac
    executions: Executions


def set_restriction(
    team: str, user: str | Identified, restriction: Restriction, world: Restrict, until: datetime
) -> Restriction:
    """From now on nothing of the user is processed or handed out. Set again it has the new ground.

    Who calls again because an answer was lost finds it set, and its walk goes on: said again it is as said
    once. Raises `ErasureRunning`, and `Unavailable` while another call brings about something else.
    """
    subject = identify(team, user, world.mac, world.ledger).subject
    stood = world.settling.restrictions.get(team, subject)
    said = stood and replace(stood, set_at=restriction.set_at) == restriction
    if stood and said and not world.ledger.tombstone(team, subject):
        return stood
    walk, act = _walk(team, subject, world), Act(team, restriction.by, world.settling.clock())
    entry = act.entry(RESTRICTION, ground=(stood.ground if stood else None, restriction.ground))
    try:
        world.settling.restrictions.put(walk, restriction, entry)
    except Tombstoned:
        raise ErasureRunning from None
    except Conflict:
        standing = world.settling.restrictions.get(team, subject)
        if standing is None or standing.ground != restriction.ground:
            raise Unavailable from None
        return standing
    go_on_walking(walk, world.settling, until)
    return restriction


def get_restriction(team: str, user: str | Identified, world: Restrict) -> Restriction:
    """The restriction that stands for the user. Raises `NotFound`."""
    subject = identify(team, user, world.mac, world.ledger).subject
    restriction = world.settling.restrictions.get(team, subject)
    if restriction is None:
        raise NotFound
    return restriction


def lift_restriction(user: str | Identified, act: Act, world: Restrict, until: datetime) -> None:
    """Processing goes on where it stood, and an erasure that waited goes on. Lifting none is no error.

    Raises `Unavailable` as ``set_restriction`` does.
    """
    team, subject = act.team, identify(act.team, user, world.mac, world.ledger).subject
    if stood := world.settling.restrictions.get(team, subject):
        _lift_it(
            _walk(team, subject, world),
            act.entry(RESTRICTION_LIFTED, ground=(stood.ground, None)),
            world.settling,
            until,
        )
    go_on(team, subject, world.ledger, world.executions)


def _lift_it(walk: Walk, entry: Entry, world: Settling, until: datetime) -> None:
    try:
        world.restrictions.lift(walk, entry)
    except Conflict:
        if world.restrictions.get(walk.team, walk.subject):
            raise Unavailable from None
        return  # it was lifted by the call whose walk goes on
    go_on_walking(walk, world, until)


def go_on_walking(walk: Walk, world: Settling, until: datetime) -> bool:
    """Walk up to ``until``; whether it has seen all. What is left the sweeper takes up."""
    while world.clock() < until:
        refs, after = world.walks.page(walk)
        if not all(settle(ref, world) for ref in refs):
            break
        if not after:
            world.walks.end(walk)
            return True
        walk = replace(walk, after=after)
        world.walks.save(walk)
    world.walks.save(replace(walk, until=world.clock()))
    return False


def walk_on(shard: int, world: Settling, until: datetime, report: Callable[[Exception], None]) -> None:
    """What the sweeper does: go on with the walks of a shard whose walker was interrupted."""
    for before in world.walks.due(shard, world.clock()):
        now = world.clock()
        if now >= until:
            return
        walk = replace(before, token=new_id(now), until=now + LEASE)
        try:
            world.walks.take(walk, before, now)
            go_on_walking(walk, world, until)
        except Conflict:
            continue
        except Exception as error:  # of one user: the others' walks go on
            report(error)


def settle(ref: JobRef, world: Settling, *, again: bool = True) -> bool:
    """Bring one job to where it has to be, whether that is restricted or not. Done twice it is as done once.

    A file moves before the job says that it is handed out again, and after it says that it is not any more.
    False if its masker has to be asked, and nobody here can.
    """
    job = world.jobs.get(ref)
    if job is None:
        return True
    places = {(ref.team, subject) for subject in job.subjects}
    standing = world.restrictions.restricted(places)
    try:
        if standing:
            _restrict(job, standing, world)
        elif job.state == RESTRICTED:
            _lift(job, world)
        return bool(standing) or _go_on(job, world)
    except Restricted:  # somebody else in the picture is, since it was asked: the file goes back
        return not again or settle(ref, world, again=False)
    except Conflict:
        return True  # erased, masked or over meanwhile: whoever did that asked what stands


def _restrict(job: Job, standing: frozenset[Place], world: Settling) -> None:
    if as_of(job, world.clock()) != job:
        return  # over: invisible, and kept by the sweeper as long as the restriction stands
    if job.state == FAILED:  # S3 would end its original: as an upload it comes to its masker, who keeps it
        world.jobs.reopen(job)
        return
    subject = min(subject for _, subject in standing)
    if job.state in BACK:
        world.rows.restrict(job, subject)
        job = replace(job, state=RESTRICTED, restricted_from=BACK[job.state])
    if job.state == RESTRICTED and job.restricted_from == DONE:
        world.shelf.withhold(job.key)
        if standing - {(job.ref.team, job.ref.subject)}:  # the user's own exports are kept, and held back
            end_exports(job.ref, world.ending, world.clock())
    if job.state == RESTRICTED and (job.restricted_from == REVIEW or _original_until(job)):
        world.shelf.pin(job.key, None)


def _lift(job: Job, world: Settling) -> None:
    now, before = world.clock(), job.restricted_from or AWAITING_UPLOAD
    if before == AWAITING_UPLOAD:
        world.rows.lift(job, now + SOON, None)
        world.shelf.resume(job.key)
        return
    assert job.closed_at is not None
    retention = world.settings.of(job.ref.team).retention
    keep = retention.keep(before, job.closed_at)
    assert keep.file is not None
    days = net(keep.file - job.closed_at)
    if before == DONE:
        world.shelf.hand_back(job.key, days)
    else:
        world.shelf.pin(job.key, days)
    if _original_until(job):  # if its window is over, or was closed, the sweeper deletes it
        done_at = job.done_at or job.closed_at
        original = retention.held_until(done_at) or done_at
        keep = replace(keep, original=original)
        world.shelf.pin(job.key, net(original - done_at))
    world.rows.lift(job, now, keep)


def _original_until(job: Job) -> datetime | None:
    """Until when the original of a job that was done is held for correction, if it is."""
    return job.keep.original if job.keep else None


def _go_on(job: Job, world: Settling) -> bool:
    """What was to be masked once more, when the restriction came, is: its message met the restriction.

    A walk that was interrupted comes here again; a message too many finds nothing to do.
    """
    if job.release is None or REVIEW not in {job.state, job.restricted_from}:
        return True
    if world.queue is None:
        return False
    held = world.held.look(job.key)
    if held and held.etag == job.release.etag:
        world.queue.send(held)
    return True


def _walk(team: str, subject: str, world: Restrict) -> Walk:
    now = world.settling.clock()
    return Walk(team, subject, new_id(now), now + LEASE)
