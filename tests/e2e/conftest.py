from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from functions.core.agreement import PROCESSOR
from infra.stage import STAGES
from tests.e2e.aging import Aging, age
from tests.e2e.agreeing import admin_of, agree
from tests.e2e.deploying import deploy_worlds
from tests.e2e.pictures import jpeg, laborious, plain
from tests.e2e.world import World, eventually, key_of, new_user, post
from tools.bundle import BUILD
from tools.fetch import fetch
from tools.local_cloud import LocalCloud

# Uploads wait for the agreement. Its masker has three seconds for what takes more, if the picture is large;
# its links end at once, and what awaits approval does so for seconds.
HASTY = replace(
    STAGES["swift"],
    name="hasty",
    agreement_mode=PROCESSOR,
    form_seconds=60,
    link_seconds=2,
    approval_seconds=2,
    masker_seconds=3,
    lease_seconds=4,
    visibility_seconds=5,
    most_bytes=STAGES["local"].most_bytes,
    api_id="00c0ffe2",
)
DEPLOYED = (STAGES["local"], STAGES["swift"], HASTY)


@pytest.fixture(scope="session")
def cloud() -> Iterator[LocalCloud]:
    """One local cloud for all tests: IAM enforced, TLS, loopback only (promise 11)."""
    with LocalCloud() as running:
        yield running


@pytest.fixture(scope="session")
def worlds(cloud: LocalCloud) -> dict[str, World]:
    """The stages, deployed with real bundles, with two teams each, who agree where it is asked."""
    found = deploy_worlds(cloud, *DEPLOYED)
    for world in found.values():
        for team in (world.one, world.other) if world.deployed.stage.agreement_mode == PROCESSOR else ():
            agree(team, admin_of(world.deployed, team))
    return found


@pytest.fixture(scope="session")
def never_sent(worlds: dict[str, World]) -> str:
    """A job whose file never comes. It is made with the stages, so that its time passes meanwhile."""
    made: str = worlds["hasty"].one.client.create_job(new_user())["id"]
    return made


@pytest.fixture(scope="session")
def aging(worlds: dict[str, World]) -> Aging:
    """A job whose result is over in a minute. It is made with the stages, as the one before."""
    return age(worlds["hasty"])


@pytest.fixture(scope="session", autouse=True)
def _made_early(request: pytest.FixtureRequest) -> None:
    """Make them before the first test, if the tests of them were chosen at all."""
    for name in ("never_sent", "aging"):
        if any(name in item.fixturenames for item in request.session.items):  # type: ignore[attr-defined]
            request.getfixturevalue(name)


@pytest.fixture(scope="session")
def local(worlds: dict[str, World]) -> World:
    """The stage that people work with."""
    return worlds["local"]


@pytest.fixture(scope="session")
def swift(worlds: dict[str, World]) -> World:
    """The stage whose lives and leases are seconds."""
    return worlds["swift"]


@pytest.fixture(scope="session")
def hasty(worlds: dict[str, World]) -> World:
    """The stage whose masker is ended when a picture is large."""
    return worlds["hasty"]


@pytest.fixture(scope="session")
def build() -> Path:
    """Where models and the test photo are."""
    fetch()
    return BUILD


@pytest.fixture(scope="session")
def photo(build: Path) -> Image.Image:
    """A real photo: one woman, facing us."""
    with Image.open(build / "photos" / "astronaut.png") as picture:
        return picture.convert("RGB")


@dataclass(frozen=True)
class Killed:
    """A job whose masker was ended each time, and one that was uploaded beside it.

    ``ends`` counts how often the masker was ended.
    """

    user: str
    job: str
    key: str
    beside: str
    ends: int


@pytest.fixture(scope="session")
def killed(hasty: World) -> Killed:
    """The way of a job whose masker never comes to its end."""
    client, user = hasty.one.client, new_user()
    before = _ends(hasty)
    job = client.create_job(user, "image/png")
    assert post(client, job["upload"], laborious()).status == 204
    eventually(lambda: client.job(job["id"])["state"] == "masking", "a masker claimed it")
    beside = client.create_job(new_user())
    assert post(client, beside["upload"], jpeg(plain())).status == 204
    client.settled(f"/v1/jobs/{job['id']}", 90)
    return Killed(user, job["id"], key_of(hasty.one, job["id"]), beside["id"], _ends(hasty) - before)


def _ends(world: World) -> int:
    """How often a masker of this stage was ended, by the emulator's log."""
    name = world.function("mask_identity")["FunctionName"]
    told = "failed processing SQS batch"
    return sum(told in line and name in line for line in world.cloud.logs().splitlines())
