import pytest

from tests.fakes.network import no_network
from tests.fakes.output import printed
from tests.fakes.world import World

__all__ = ["no_network", "printed"]


@pytest.fixture
def world() -> World:
    """A deployment in memory."""
    return World()
