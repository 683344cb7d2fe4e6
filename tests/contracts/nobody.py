"""AWS as moto plays it, for nobody: no credentials, profile or endpoint of whoever runs the tests is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from moto import mock_aws

NOBODY: Final = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_SOMEBODYS: Final = ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_SESSION_TOKEN")


@contextmanager
def moto_as_nobody() -> Iterator[None]:
    """Until it is over, every call of AWS is moto's, and is made by nobody."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _SOMEBODYS:
            patch.delenv(name, raising=False)
        for name, value in NOBODY.items():
            patch.setenv(name, value)
        with mock_aws():
            yield
