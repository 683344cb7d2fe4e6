from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from infra.app import assemble
from infra.stage import STAGES
from tests.e2e.world import World, new_user, speaker
from tests.web.chromium import chromium
from tests.web.staff import Staff
from tests.web.visitor import MOST, Visitor
from tools.bundle import BUILD, bundle
from tools.deployed import Deployed
from tools.fetch import fetch
from tools.local_cloud import LocalCloud, deploy
from tools.targets import Target
from tools.team import make_team
from tools.web_link import link
from tools.web_server import serving, site_of

STAGE = STAGES["local"]
(ORIGIN,) = STAGE.origins
expect.set_options(timeout=MOST)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """A cloud of this suite's own with one stage, so that it runs beside the end to end tests."""
    bundle(Target.here())
    with LocalCloud() as cloud, TemporaryDirectory() as outdir:
        stack = assemble(STAGE, Path(outdir))
        outputs = deploy(cloud, Path(outdir))[stack]
        deployed = Deployed(STAGE, outputs, cloud.endpoint, cloud.ca_bundle, cloud.session())
        one, other = (speaker(deployed, make_team(deployed.session, outputs, name)) for name in "ab")
        yield World(cloud, deployed, one, other)


@pytest.fixture(scope="session")
def browser(world: World) -> Iterator[Browser]:
    """One Chromium, and the web served to it as `make up` does."""
    certificates = world.cloud.ca_bundle.parent
    with (
        serving(site_of(world.deployed), certificates) as port,
        chromium(certificates / "leaf.pem", ORIGIN, port) as started,
    ):
        yield started


@pytest.fixture
def visitor(world: World, browser: Browser) -> Iterator[Visitor]:
    """Somebody with a browser and a link from their team's app. Nothing may land on the console."""
    user = new_user()
    visiting = Visitor(browser, ORIGIN, partial(link, ORIGIN, world.one.client, user))
    yield visiting
    visiting.leave()
    assert visiting.complaints == []


@pytest.fixture(scope="session")
def offices(world: World, browser: Browser) -> Iterator[Staff]:
    """The staff of the second team, for the whole session: a sign-in takes seconds."""
    inside = Staff(world, world.other, browser, ORIGIN)
    yield inside
    inside.leave()


@pytest.fixture
def staff(offices: Staff) -> Iterator[Staff]:
    """The same staff. Nothing may land on anybody's console."""
    yield offices
    assert offices.complaints() == []


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three real photos: one woman, facing us, in three sizes and formats."""
    fetch()
    folder = tmp_path_factory.mktemp("photos")
    with Image.open(BUILD / "photos" / "astronaut.png") as picture:
        portrait = picture.convert("RGB")
    found = [folder / name for name in ("portrait.jpg", "close.png", "small.webp")]
    portrait.save(found[0])
    portrait.crop((80, 0, 400, 300)).save(found[1])
    portrait.resize((300, 300)).save(found[2])
    return found
