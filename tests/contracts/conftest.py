from collections.abc import Iterator

import pytest

from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend, FakeBackend
from tests.contracts.cloud import Cloud
from tests.contracts.nobody import moto_as_nobody
from tests.fakes.network import no_network

__all__ = ["no_network"]


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """AWS as moto plays it, once for all tests."""
    with moto_as_nobody():
        yield Cloud()


@pytest.fixture
def moto(cloud: Cloud) -> MotoBackend:
    """The adapters over AWS as moto plays it, in this process."""
    return MotoBackend(cloud)


@pytest.fixture(params=["fake", "moto"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Both of them, one after the other."""
    if request.param == "fake":
        return FakeBackend()
    played: MotoBackend = request.getfixturevalue("moto")
    return played
