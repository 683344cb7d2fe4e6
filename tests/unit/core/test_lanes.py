"""A recipe with a background goes by a lane of its own, and to its own end."""

import pytest

from functions.core.close_failed import close_failed
from functions.core.job import DONE, FAILED, REVIEW, Job
from functions.core.job_request import JobRequest
from functions.core.mask_photo import Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Form
from functions.core.recipe import parse_recipe
from functions.core.retry_job import retry_job
from tests.fakes.world import TEAM, World

CUT = {"version": 1, "background": {"mode": "remove"}}
BOTH = {**CUT, "hide": {"face": {}}}


def _asked(world: World, recipe: object = CUT) -> tuple[Job, Form]:
    job, form = world.ask(JobRequest("u1", parse_recipe(recipe), ("masking",), "image/png"))
    assert form is not None
    return job, form


def _stored(world: World) -> set[str]:
    return set(world.results.objects)


@pytest.mark.parametrize("recipe", [CUT, BOTH], ids=["alone", "with_faces"])
def test_a_background_is_uploaded_to_its_own_lane(world: World, recipe: object) -> None:
    job, form = _asked(world, recipe)
    assert (job.lane, form.fields["key"].rpartition("/")[2]) == ("background", "background")
    assert ObjectKey.parse(form.fields["key"]) == job.key


def test_where_nothing_was_to_be_hidden_nothing_found_is_no_reason_to_wait(world: World) -> None:
    job, form = _asked(world)
    assert world.mask(world.upload(form, b"empty 1")) == DONE
    assert world.row(job.ref).state == DONE


def test_where_faces_were_to_be_hidden_none_found_is_one(world: World) -> None:
    job, form = _asked(world, BOTH)
    assert world.mask(world.upload(form, b"empty 1")) == REVIEW
    outcome = world.row(job.ref).outcome
    assert outcome is not None
    assert outcome.reason == "nothing_found"


def test_an_unclear_subject_waits_for_a_person(world: World) -> None:
    """Promise 1: nothing of it can be downloaded."""
    job, form = _asked(world)
    assert world.mask(world.upload(form, b"unclear 1")) == REVIEW
    outcome = world.row(job.ref).outcome
    assert outcome is not None
    assert outcome.reason == "subject_unclear"
    assert _stored(world) == set()


def test_a_failed_job_is_sent_again_to_its_lane(world: World) -> None:
    job, form = _asked(world)
    event = world.upload(form)
    close_failed(event, world.failing)
    assert world.row(job.ref).state == FAILED
    retry_job(job.ref.id, TEAM, world.retrying, world.clock())
    assert world.queue.sent == [Uploaded(str(job.key), event.etag, event.size)]


def test_an_erasure_reaches_both_lanes(world: World) -> None:
    """Promise 5."""
    _, form = _asked(world)
    world.mask(world.upload(form, b"face 1"))
    world.masked()
    assert {key.rpartition("/")[2] for key in _stored(world)} == {"background", "identity"}
    world.work_off(world.ask_erasure())
    assert _stored(world) == set()
