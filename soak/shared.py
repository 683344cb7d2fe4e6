"""Clients, a key and a pool of people that all played deployments share: they cost more than all else."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, Final
from unittest import mock

from functions.aws import clients
from functions.core.scopes import STAFF

_MAKERS: Final[Mapping[str, Callable[[], Any]]] = {
    name: getattr(clients, name)
    for name in ("dynamodb", "s3", "kms", "step_functions", "events", "sqs", "cognito")
}


@cache
def _client(service: str) -> Any:
    return _MAKERS[service]()


@contextmanager
def shared_clients() -> Iterator[None]:
    """Whoever asks for a client gets the one that there is."""
    shared: dict[str, Any] = {name: partial(_client, name) for name in _MAKERS}
    with mock.patch.multiple(clients, **shared):
        yield


@cache
def signing_key() -> str:
    """The key of receipts and of the audit's heads."""
    made = _client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    return str(made["KeyMetadata"]["Arn"])


@cache
def staff_pool() -> str:
    """Where people of the staff are, with a group for each role."""
    cognito = _client("cognito")
    pool = cognito.create_user_pool(PoolName="staff", UsernameAttributes=["email"])["UserPool"]["Id"]
    for role in STAFF:
        cognito.create_group(UserPoolId=pool, GroupName=role)
    return str(pool)


def forget() -> None:
    """Before another moto: clients, keys and pools of the one before are of no use."""
    for made in (_client, signing_key, staff_pool):
        made.cache_clear()
