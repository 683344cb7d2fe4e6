"""What becomes of a photo of somebody else by the erasure of somebody in it, and by which recipe."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.background import MASK as SILHOUETTE
from functions.core.background import Background
from functions.core.hide import Hide
from functions.core.job import REVIEW, Job
from functions.core.reasons import REMASKED
from functions.core.recipe import LARGEST, Look, Recipe
from functions.core.region import Box
from functions.core.remask_depicted import (
    ERASE,
    KEEP,
    LOST,
    MASK,
    PATIENCE,
    WAIT,
    every_face,
    fate,
)
from functions.core.team_settings import ERASE as ERASES
from functions.core.team_settings import REMASK
from tests.fakes.world import World
from tests.unit.core.sparing import photo

FATES: dict[str, tuple[Callable[[Job], Job], str]] = {
    "has_a_result": (lambda job: job, MASK),
    "masked_again": (lambda job: replace(job, depicted=()), KEEP),
    "without_a_file": (lambda job: replace(job, keep=replace(job.keep, file=None)), ERASE),  # type: ignore[type-var]
    "waits_for_its_masker": (lambda job: _waiting(replace(job, depicted=())), WAIT),
    "waits_for_its_masker_and_names_the_person": (lambda job: _waiting(replace(job, claim=None)), ERASE),
    "came_back_in_doubt": (lambda job: replace(job, depicted=(), state=REVIEW), ERASE),
}


def _waiting(job: Job) -> Job:
    assert job.outcome is not None
    return replace(job, state=REVIEW, outcome=replace(job.outcome, state=REVIEW, reason=REMASKED))


@pytest.mark.parametrize(("change", "expected"), FATES.values(), ids=FATES)
def test_what_becomes_of_a_job_is_read_off_its_row(
    world: World, change: Callable[[Job], Job], expected: str
) -> None:
    job = change(photo(world, depicted=("u2",)))
    assert fate(job, world.subject("u2"), REMASK, world.clock()) == expected


def test_by_the_policy_erase_only_what_was_begun_goes_on(world: World) -> None:
    job, subject = photo(world, depicted=("u2",)), world.subject("u2")
    assert fate(job, subject, ERASES, world.clock()) == ERASE
    assert fate(replace(job, depicted=()), subject, ERASES, world.clock()) == KEEP
    assert fate(None, subject, REMASK, world.clock()) == ERASE
    assert fate(_waiting(replace(job, depicted=())), subject, REMASK, world.clock() + PATIENCE) == ERASE
    assert timedelta(0) < LOST < PATIENCE


def test_every_face_is_hidden_whatever_the_recipe_let_be_seen() -> None:
    texts = Recipe({"text": Hide()}, within=(Box(0, 0, 0.5, 0.5),), detect=Look("fast", 1))
    assert every_face(texts) == Recipe({"text": Hide(), "face": Hide()})
    largest = Recipe({"face": Hide("mean")}, keep=LARGEST, if_nothing="reject")
    assert every_face(largest) == Recipe({"face": Hide("mean")}, if_nothing="reject")
    silhouette = Recipe({}, background=Background(SILHOUETTE))
    assert every_face(silhouette) == silhouette
