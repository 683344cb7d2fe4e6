"""Photos of others in which somebody is who is erased: masked again, if that is the team's policy (`remask`).

The erased person's tombstone stands, so that nothing about such a job can change but by this. Its result
leaves `results` at once, its row names the person no more, and its masker hides every face in the result; the
original that may be held for correction goes. What leads the erasure to the job stays until the picture came
out verified: an erasure never completes before. If it does not come out within ``PATIENCE``, or a person
would have to look at it, or there was no result yet, the whole job is erased: nobody is left to chance.

Nobody is recognised: every face is hidden, and not the rest of the person. Receipts count such pictures.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.core.audit import REMASKED as REMASKING
from functions.core.audit import SERVICE, Act
from functions.core.background import MASK as SILHOUETTE
from functions.core.erasure import RUNNING
from functions.core.errors import Conflict
from functions.core.hide import Hide
from functions.core.holds import Holds
from functions.core.job import DONE, REVIEW, Job
from functions.core.names import JobRef
from functions.core.ports import Jobs, Ledger, Presence, Requeue
from functions.core.reach import OfUser
from functions.core.recipe import Look, Recipe
from functions.core.remask_job import Remasks, masked_again, waits
from functions.core.retention import as_of, net
from functions.core.retention_ports import TeamSettings
from functions.core.team_settings import REMASK, Settings
from functions.core.times import Clock
from functions.core.withdrawing import Withdrawn

# What becomes of a job in which somebody is who is erased.
ERASE: Final = ""
MASK: Final = "mask"
WAIT: Final = "wait"
KEEP: Final = "keep"

PATIENCE: Final = timedelta(hours=1)  # as long as its message lives
SOON: Final = timedelta(seconds=5)
LOST: Final = timedelta(minutes=2)  # without a masker: then its message is sent again


class Depictions(Protocol):
    """What leads to the jobs of others in whose pictures a subject is."""

    def page(self, team: str, subject: str, after: object | None) -> tuple[list[JobRef], object | None]:
        """Some of them, read consistently, and where the listing goes on (None: that was all)."""


@dataclass(frozen=True, slots=True)
class RemaskDepicted:
    """What it needs of the world; ``held`` is what the maskers will read."""

    ledger: Ledger
    depictions: Depictions
    jobs: Jobs
    remasks: Remasks
    files: Withdrawn
    held: Presence
    queue: Requeue
    settings: TeamSettings
    holds: Holds
    clock: Clock


def fate(job: Job | None, subject: str, policy: str, now: datetime) -> str:
    """What becomes of a job, as it is stored, by the erasure of somebody in its picture."""
    seen = as_of(job, now) if job else None
    if seen is None:
        return ERASE
    result = seen.state == DONE and seen.keep is not None and seen.keep.file is not None
    if subject in seen.depicted:
        return MASK if result and policy == REMASK else ERASE
    if result:
        return KEEP
    return WAIT if waits(seen) and now < _begun(seen) + PATIENCE else ERASE


def has_owner(job: Job, ledger: Ledger) -> bool:
    """Whether somebody keeps it: neither its owner nor the job itself is being erased."""
    team, owner = job.ref.team, job.ref.subject
    return not (ledger.tombstone(team, owner) or ledger.tombstone(team, owner, job.ref.job))


def look_again(job: Job, now: datetime) -> datetime:
    """When to look again at a job that waits for its masker: less and less often."""
    return now + max(SOON, (now - _begun(job)) / 2)


def every_face(recipe: Recipe) -> Recipe:
    """The recipe, hiding every face that can be found; what it hides already stays hidden as it is."""
    if recipe.background and recipe.background.mode == SILHOUETTE:
        return recipe  # it shows nobody
    face = recipe.hide.get("face", Hide())
    return replace(recipe, hide={**recipe.hide, "face": face}, keep=(), within=(), detect=Look())


def remask_depicted(team: str, erasure_id: str, world: RemaskDepicted, until: datetime) -> datetime | None:
    """Ask the maskers for all that an erasure leaves to them; when to go on, or None when all were asked.

    Interrupted anywhere it is done again. What is taken up by somebody else in this moment is left to the
    next time.
    """
    erasure = world.ledger.get(team, erasure_id)
    if erasure is None or erasure.state != RUNNING or not isinstance(erasure.scope, OfUser):
        return None
    subject, after, more = erasure.subject, None, True
    if world.holds.held(team, subject):
        return None
    settings = world.settings.of(team)
    while more:
        refs, after = world.depictions.page(team, subject, after)
        held = world.holds.among({(team, ref.subject) for ref in refs}) if refs else frozenset()
        for ref in refs:
            if (team, ref.subject) not in held:
                _remask(ref, subject, settings, world)
            if world.clock() >= until:
                return world.clock()
        more = after is not None
    return None


def _remask(ref: JobRef, subject: str, settings: Settings, world: RemaskDepicted) -> None:
    job, now = world.jobs.get(ref), world.clock()
    course = fate(job, subject, settings.depicted, now)
    if job and course == MASK:
        _begin(job, settings, world, now)
    elif job and course == WAIT and now >= _begun(job) + LOST:
        held = world.held.look(job.key)
        if held:
            world.queue.send(held)


def _begin(job: Job, settings: Settings, world: RemaskDepicted, now: datetime) -> None:
    keep = settings.retention.keep(REVIEW, now)
    assert keep.file is not None
    world.files.move(job.key, net(keep.file - now))
    held = world.held.look(job.key)
    if held is None:
        return  # it has no file: the eraser deletes the rest
    recipe = settings.recipes.banded(every_face(job.recipe))
    again = masked_again(replace(job, recipe=recipe), held, keep, now, of_result=True)
    others = tuple(other for other in job.depicted if not world.ledger.tombstone(job.ref.team, other))
    again = replace(again, depicted=others)
    try:
        world.remasks.begin(job, again, Act(job.ref.team, SERVICE, now).entry(REMASKING, job.ref.job))
    except Conflict:
        return  # erased, restricted or over in this moment: the eraser looks again
    world.queue.send(held)


def _begun(job: Job) -> datetime:
    return job.closed_at or job.created_at
