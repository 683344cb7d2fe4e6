from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.contracts.backends import Backend, Cloud, FakeBackend, MotoBackend
from tests.fakes.network import no_network

__all__ = ["no_network"]


NOBODY = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """AWS as moto plays it, with credentials of nobody and no file of anybody's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in NOBODY.items():
            patch.setenv(name, value)
        with mock_aws():
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
