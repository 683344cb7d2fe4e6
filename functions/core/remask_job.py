"""POST /v1/jobs/{id}/remask, POST /v1/me/jobs/{id}/remask: another recipe for a picture (GDPR Art. 16).

The result leaves `results` before anything else happens, as when it is reported, and comes back when the new
one is verified. While the original is held for correction, less may be hidden; else it is the result itself
that is masked again. Until then the job is in review: if no masker brings it to its end, a person can, or the
same call once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from functions.core.audit import CLIENT, Act, Entry
from functions.core.audit import REMASKED as REMASKING
from functions.core.end_exports import EndExports
from functions.core.errors import Conflict, Invalid, NotFound, OriginalGone, Tombstoned
from functions.core.job import DONE, REVIEW, Job, Keep, Outcome, Release
from functions.core.mask_photo import Uploaded
from functions.core.names import BACKGROUND, JobRef, new_id
from functions.core.no_less import require_no_less
from functions.core.ports import Jobs, Ledger, Presence, Quotas, Requeue
from functions.core.reasons import REMASKED
from functions.core.recipe import Recipe, parse_recipe
from functions.core.recipe_rules import RecipeRules
from functions.core.retention import as_of
from functions.core.retention_ports import TeamSettings
from functions.core.review_errors import ReviewRunning
from functions.core.subjects import Identified, is_erased
from functions.core.times import Clock
from functions.core.values import fields
from functions.core.withdrawing import NotDone, Withdrawn, drop_unowned, original_of, take_out


class Remasks(Protocol):
    """The rows of jobs that get another recipe. The write asks the tombstones of all in it."""

    def begin(self, job: Job, again: Job, entry: Entry) -> None:
        """Let a masker work ``job`` once more, as ``again`` says, with its entry in the audit.

        Whom ``again`` does not name as depicted any more is not asked about. Raises `Tombstoned`, or
        `Conflict` if it is not as it was read, or a masker works at it.
        """


@dataclass(frozen=True, slots=True)
class RemaskJob:
    """What it needs of the world; ``held`` is what the maskers will read."""

    jobs: Jobs
    ledger: Ledger
    remasks: Remasks
    files: Withdrawn
    held: Presence
    queue: Requeue
    quotas: Quotas
    settings: TeamSettings
    clock: Clock
    ending: EndExports


def parse_remask(body: Mapping[str, object]) -> Recipe:
    """The recipe of a call's JSON body, whole. Raises `Invalid`."""
    return parse_recipe(fields(body, "body", {"recipe"}).get("recipe"))


def remask_job(
    job_id: str,
    team: str,
    recipe: Recipe,
    world: RemaskJob,
    user: Identified | None = None,
    by: str = CLIENT,
) -> Job:
    """Have a job that is done masked again; for the user of a session, one of that user's jobs.

    Raises `NotFound`, `NotDone`, `OriginalGone`, `Invalid` for a style that the team does not allow,
    `TooMany`, and `ReviewRunning` if somebody else was first.
    """
    ref, now = JobRef.parse(team, job_id), world.clock()
    if user and ref.subject != user.subject:
        raise NotFound
    stored = world.jobs.get(ref)
    job = as_of(stored, now) if stored else None
    if job is None or is_erased(job, world.ledger):
        raise NotFound
    if job.keep is None or job.keep.file is None or not (job.state == DONE or waits(job)):
        raise NotDone
    original = _original(job, world, now)
    recipe = _allowed(job, recipe, original, world.settings.of(team).recipes)
    world.quotas.take(team, 1, now)
    return _begin(job, recipe, original, world, Act(team, by, now))


def _original(job: Job, world: RemaskJob, now: datetime) -> Uploaded | None:
    if job.state == DONE:
        return original_of(job, world.held, now)
    return None if job.held_result else world.held.look(job.key)


def _allowed(job: Job, recipe: Recipe, original: Uploaded | None, rules: RecipeRules) -> Recipe:
    """The recipe with the team's bands, if what is held can be brought to it."""
    recipe, chosen = rules.banded(recipe), recipe.hide
    if original is None:
        require_no_less(job.recipe, recipe)
        # The style of what is hidden already cannot be changed, and so is not asked for.
        chosen = {label: how for label, how in chosen.items() if label not in job.recipe.hide}
    elif recipe.lane == BACKGROUND != job.lane:
        raise Invalid(
            "needs a job that began with one, because its masker is another", field="recipe.background"
        )
    rules.require_styles(chosen, "recipe")
    return recipe


def waits(job: Job) -> bool:
    """Whether it was asked for before, and no masker has come to its end."""
    return job.state == REVIEW and job.outcome is not None and job.outcome.reason == REMASKED


def masked_again(job: Job, held: Uploaded, keep: Keep, now: datetime, *, of_result: bool) -> Job:
    """The job as it waits for its masker to work it once more: its original, or its result."""
    outcome = replace(job.outcome or Outcome(REVIEW), state=REVIEW, reason=REMASKED)
    release = Release(held.etag, new_id(now), reviewed=False)
    again = replace(job, state=REVIEW, release=release, held_result=of_result)
    return replace(again, outcome=outcome, closed_at=now, keep=keep)


def _begin(job: Job, recipe: Recipe, original: Uploaded | None, world: RemaskJob, act: Act) -> Job:
    now = act.at
    keep = world.settings.of(job.ref.team).retention.keep(REVIEW, now)
    if job.state == DONE:
        take_out(job, keep, original, world, now)
    held = original or world.held.look(job.key)
    if held is None:
        raise OriginalGone
    again = masked_again(replace(job, recipe=recipe), held, keep, now, of_result=original is None)
    try:
        world.remasks.begin(job, again, act.entry(REMASKING, job.ref.job))
    except Conflict as conflict:
        drop_unowned(job, original, world)
        raise (NotFound if isinstance(conflict, Tombstoned) else ReviewRunning) from None
    world.queue.send(held)
    return again
