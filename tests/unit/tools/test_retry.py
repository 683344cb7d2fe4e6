"""After an outage: every failed job whose original lives is masked again, and no other."""

from functions.core.close_failed import close_failed
from functions.core.job import DONE
from functions.core.mask_photo import Uploaded
from tests.fakes.world import World
from tools.retry import retry_all


def failed(world: World, data: bytes) -> Uploaded:
    """The original of a job whose masker never got to its end."""
    _, form = world.create()
    event = world.upload(form, data)
    close_failed(event, world.failing)
    return event


def test_every_failed_job_whose_original_lives_is_masked_again() -> None:
    world = World()
    events = [failed(world, b"face 1"), failed(world, b"face 2")]
    world.originals.remove(failed(world, b"face 3").key)
    fates = retry_all(list(world.originals.objects), world.retrying, world.clock())
    assert fates == {"retried": 2}
    assert sorted(event.key for event in world.queue.sent) == sorted(event.key for event in events)
    assert [world.mask(event) for event in world.queue.sent] == [DONE, DONE]


def test_what_waits_is_left_and_what_is_not_ours_is_passed_over() -> None:
    world = World()
    _, form = world.create()
    world.upload(form, b"face 1")
    again = failed(world, b"face 2")
    world.originals.write(again.key, b"face 3")
    keys = [*world.originals.objects, "kanarienvogel.jpg"]
    assert retry_all(keys, world.retrying, world.clock()) == {"not_failed": 1, "another_file": 1, "no_job": 1}
    assert world.queue.sent == []


def test_twice_is_harmless() -> None:
    world = World()
    failed(world, b"face 1")
    keys = list(world.originals.objects)
    assert retry_all(keys, world.retrying, world.clock()) == {"retried": 1}
    assert retry_all(keys, world.retrying, world.clock()) == {"not_failed": 1}
