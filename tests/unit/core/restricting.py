"""What tests of restrictions look at: what is handed out, and what is kept."""

from functions.core.get_job import get_job
from functions.core.job import Job
from functions.core.reviews import Decision, get_review
from tests.fakes.world import TEAM, World


def download(world: World, job: Job) -> bytes | None:
    link = get_job(job.ref.id, TEAM, world.reading)[1]
    return world.links.open(link) if link else None


def on_the_shelf(world: World, key: object) -> tuple[bytes, int] | None:
    found = world.held.current(str(key))
    return (found.data, world.held.tags[str(key)]) if found else None


def etag_of(world: World, job: Job) -> str:
    return get_review(Decision(TEAM, job.ref.id, "ada"), world.reviewing, world.clock()).etag
