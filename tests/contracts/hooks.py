"""Faults by botocore's own hooks: answers that never come, and answers that nobody wants."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

CANARY = "canary-teamaaaaaaaaaaaa/ssss/identity"


@contextmanager
def answering(client: Any, operation: str, answer: Callable[[dict[str, Any]], Any]) -> Iterator[list[Any]]:
    """Answer an operation without any service; the list fills with what was asked.

    ``answer`` gives what the service would, or raises what botocore would.
    """
    asked: list[Any] = []
    event = f"before-call.{client.meta.service_model.service_id.hyphenize()}.{operation}"

    def hook(params: dict[str, Any], context: dict[str, Any], **_named: object) -> Any:
        asked.append(params)
        parsed = answer(params)
        status = 400 if "Error" in parsed else 200
        return AWSResponse("https://fake", status, HTTPHeaders(), None), {"ResponseMetadata": {}, **parsed}

    client.meta.events.register_first(event, hook)
    try:
        yield asked
    finally:
        client.meta.events.unregister(event, hook)


@contextmanager
def losing_the_answer(client: Any, operation: str) -> Iterator[None]:
    """Let an operation happen, and its caller see a timeout."""
    event = f"after-call.{client.meta.service_model.service_id.hyphenize()}.{operation}"

    def hook(**_named: object) -> None:
        raise ReadTimeoutError(endpoint_url=CANARY)

    client.meta.events.register_first(event, hook)
    try:
        yield
    finally:
        client.meta.events.unregister(event, hook)


@contextmanager
def meanwhile(client: Any, operation: str, act: Callable[[], object]) -> Iterator[None]:
    """Let something happen when an operation is about to be sent, once."""
    event, acts = f"before-call.{client.meta.service_model.service_id.hyphenize()}.{operation}", [act]

    def hook(**_named: object) -> None:
        if acts:
            acts.pop()()

    client.meta.events.register_first(event, hook)
    try:
        yield
    finally:
        client.meta.events.unregister(event, hook)


def refused(code: str, **more: object) -> Callable[[dict[str, Any]], Any]:
    """An answer that is an error of the service, whose text names a key."""
    return lambda _params: {"Error": {"Code": code, "Message": CANARY}, **more}


def cut_off(_params: dict[str, Any]) -> Any:
    """No answer at all."""
    raise ReadTimeoutError(endpoint_url=CANARY)
