"""Where botocore's errors end: adapters translate them, so that no message with a key travels on."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from functions.core.errors import MorettaError, Unavailable


def code_of(error: ClientError) -> str:
    """The service's own error code."""
    return error.response.get("Error", {}).get("Code", "")


@contextmanager
def translated(**known: MorettaError) -> Iterator[None]:
    """Raise ``known[code]`` for an error code of the service, `Unavailable` for every other fault."""
    try:
        yield
    except ClientError as error:
        raise known.get(code_of(error), Unavailable()) from error
    except BotoCoreError as error:
        raise Unavailable from error


@contextmanager
def transaction(*meanings: MorettaError) -> Iterator[None]:
    """Raise the meaning of the first item whose condition failed, in the order of the transaction.

    A transaction that met another one (``TransactionConflict``) wrote nothing and may be repeated.
    """
    try:
        yield
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        for reason, meaning in zip(reasons, meanings, strict=False):
            if reason.get("Code") == "ConditionalCheckFailed":
                raise meaning from error
        raise Unavailable from error
    except BotoCoreError as error:
        raise Unavailable from error
