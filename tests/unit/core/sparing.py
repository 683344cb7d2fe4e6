"""A team whose policy is `remask`, its photos, and an erasure beside the maskers."""

from collections.abc import Callable
from dataclasses import replace

from functions.core.erase import erase
from functions.core.erasure import Erasure
from functions.core.job import Job
from functions.core.remask_depicted import (
    remask_depicted,
)
from functions.core.team_settings import REMASK
from tests.fakes.world import TEAM, World

DEPICTED = ("u2", "u3")


def sparing(world: World) -> World:
    """A team whose policy it is to mask again."""
    world.settings.rows[TEAM] = replace(world.settings.of(TEAM), depicted=REMASK)
    return world


def photo(world: World, again: bytes = b"face again", depicted: tuple[str, ...] = DEPICTED) -> Job:
    """A job of u1 that is done; ``again`` is what its masker meets when it masks the result once more."""
    job = world.masked(depicted=depicted)
    world.results.write(str(job.key), again)
    return job


def mask(world: World) -> None:
    """Deliver what was sent to the maskers, once."""
    sent, world.queue.sent = world.queue.sent, []
    for upload in sent:
        world.mask(upload)


def end(world: World, erasure: Erasure, masker: Callable[[World], None] = mask) -> Erasure:
    """The erasure as the workflow works it, with the maskers beside."""
    for _ in range(60):
        again = erase(TEAM, erasure.id, world.erasing, world.budget())
        if again is None:
            return world.ledger.records[TEAM, erasure.id]
        world.clock.reach(again)
        remask_depicted(TEAM, erasure.id, world.sparing, world.budget())
        masker(world)
    raise AssertionError("the erasure does not end")
