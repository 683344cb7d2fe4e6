"""Idempotency-Key: the same key and request is the same job; another request under it is refused."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.core.create_job import create_job, create_jobs
from functions.core.errors import ErasureRunning, Invalid, Problem, Unavailable
from functions.core.hide import Hide
from functions.core.job import DONE, Job
from functions.core.job_request import JobRequest
from functions.core.ports import Form
from functions.core.recipe import Recipe
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import OTHER_TEAM, TEAM, World, a_request

KEY = "a key of the caller's"
FULL: dict[str, Any] = {"size": 6, "content_md5": "m" * 24, "reference": "r", "depicted": ("u2", "u3")}
OTHERS: dict[str, dict[str, Any]] = {
    "recipe": {"recipe": Recipe({"face": Hide()}, "reject")},
    "content_type": {"content_type": "image/png"},
    "size": {"size": 7},
    "no_size": {"size": None},
    "content_md5": {"content_md5": "n" * 24},
    "reference": {"reference": "s"},
    "fewer_depicted": {"depicted": ("u2",)},
    "another_depicted": {"depicted": ("u2", "u4")},
}


def test_asked_again_it_is_the_same_job_and_a_form_signed_anew(world: World) -> None:
    first, form = world.ask(a_request(**FULL), KEY)
    world.clock.advance(30)
    again, fresh = world.ask(a_request(**FULL), KEY)
    assert again == first
    assert len(world.jobs.rows) == 1
    assert form is not None
    assert fresh is not None
    assert fresh.fields == form.fields  # the same key, type, MD5 and size
    assert fresh.until > form.until


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_another_request_under_the_key_is_refused(world: World, change: dict[str, Any]) -> None:
    world.ask(a_request(**FULL), KEY)
    with pytest.raises(Invalid) as raised:
        world.ask(replace(a_request(**FULL), **change), KEY)
    assert raised.value.field == "Idempotency-Key"
    assert KEY not in str(raised.value) + raised.value.detail
    assert len(world.jobs.rows) == 1


def test_without_a_key_each_request_is_a_job(world: World) -> None:
    assert len({world.ask(a_request())[0].ref for _ in range(3)}) == 3
    assert world.jobs.keys == {}


def test_when_the_file_has_come_the_job_is_told_without_a_form(world: World) -> None:
    """A form signed now would let another file in."""
    job, form = world.ask(a_request(), KEY)
    assert form is not None
    world.mask(world.upload(form))
    again, none = world.ask(a_request(), KEY)
    assert (again.ref, again.state, none) == (job.ref, DONE, None)


def test_the_key_of_one_user_never_meets_that_of_another(world: World) -> None:
    """Promise 10: ``u1`` is not ``u1x``, and a team's keys are its own."""
    asked = [("u1", TEAM), ("u1x", TEAM), ("u", TEAM), ("u1", OTHER_TEAM)]
    made = {world.ask(a_request(user), KEY, team)[0].ref for user, team in asked}
    assert len(made) == len(asked)


def test_the_key_is_kept_as_a_hash(world: World) -> None:
    """Promise 15: a caller may have put anything into it."""
    world.ask(a_request(), KEY)
    assert KEY not in repr(world.jobs.keys)


def test_after_the_erasure_the_key_is_new(world: World) -> None:
    """Promise 5: idempotency records go with everything else of the user."""
    first, _ = world.ask(a_request(), KEY)
    erasure = world.ask_erasure()
    with pytest.raises(ErasureRunning):
        world.ask(a_request(), KEY)
    world.work_off(erasure)
    assert world.jobs.keys == {}
    again, form = world.ask(a_request(reference="another request"), KEY)
    assert again.ref != first.ref
    assert form is not None


def test_after_the_erasure_of_somebody_depicted_the_key_is_new(world: World) -> None:
    """The job is gone; a key that leads to nothing must not lock its caller out."""
    first, _ = world.ask(a_request(depicted=("u2",)), KEY)
    world.work_off(world.ask_erasure("u2"))
    again, form = world.ask(a_request(depicted=("u2",)), KEY)
    assert again.ref != first.ref
    assert form is not None


def test_a_day_later_the_key_is_new(world: World) -> None:
    first, _ = world.ask(a_request(), KEY)
    world.clock.advance(24 * 3600 - 1)
    assert world.ask(a_request(), KEY)[0].ref == first.ref
    world.clock.advance(1)
    assert world.ask(a_request(reference="another request"), KEY)[0].ref != first.ref


def _batch(world: World, key: str, *requests: JobRequest) -> list[tuple[Job, Form | None] | Problem]:
    return create_jobs(requests, TEAM, key, world.creating, world.clock())


def _refs(answers: list[tuple[Job, Form | None] | Problem]) -> list[str]:
    return ["refused" if isinstance(one, Problem) else one[0].ref.id for one in answers]


def test_in_a_batch_each_place_has_a_key_of_its_own(world: World) -> None:
    requests = [a_request("u1"), a_request("u1"), a_request("u2")]
    first, again = _batch(world, KEY, *requests), _batch(world, KEY, *requests)
    assert _refs(first) == _refs(again)
    assert len(set(_refs(first))) == 3


def test_in_a_batch_only_the_job_that_changed_is_refused(world: World) -> None:
    first = _refs(_batch(world, KEY, a_request("u1"), a_request("u2")))
    answers = _batch(world, KEY, a_request("u1"), a_request("u2", "reject"))
    assert _refs(answers) == [first[0], "refused"]
    refused = answers[1]
    assert isinstance(refused, Invalid)
    assert refused.field == "Idempotency-Key"


def test_in_a_batch_a_user_who_is_being_erased_is_refused_alone(world: World) -> None:
    world.ask_erasure("u2")
    answers = _batch(world, "", a_request("u1"), a_request("u2"), a_request("u3"))
    assert [isinstance(one, ErasureRunning) for one in answers] == [False, True, False]
    assert len(world.jobs.rows) == 2


def test_an_answer_that_was_lost_is_given_by_the_second_call() -> None:
    """Killed, or cut off, at any call: asked again, there is one job and a form."""
    calls = Fuse()
    create_job(a_request(), TEAM, KEY, fused(World().creating, calls), World().clock())
    for at in range(1, len(calls.calls) + 1):
        world = World()
        with pytest.raises(Killed):
            create_job(a_request(), TEAM, KEY, fused(world.creating, Fuse(at, after=True)), world.clock())
        _, form = world.ask(a_request(), KEY)
        assert form is not None
        assert len(world.jobs.rows) == 1


@dataclass
class _Forgotten:
    """A ledger of jobs in which a key ended between two reads."""

    world: World

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world.jobs, name)

    def once(self, *_address: str) -> None:
        return None


def test_a_key_that_ended_between_two_reads_asks_the_caller_to_try_again(world: World) -> None:
    world.ask(a_request(), KEY)
    creating: Any = replace(world.creating, jobs=_Forgotten(world))
    with pytest.raises(Unavailable):
        create_job(a_request(), TEAM, KEY, creating, world.clock())
