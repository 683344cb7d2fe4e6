"""Faults at the n-th call of AWS, by botocore's own hooks: of any client, of any function."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

CANARY: Final = "canary-in-a-text-of-aws"
UNAVAILABLE: Final = "503"
THROTTLED: Final = "throttled"
TIMEOUT: Final = "timeout"
LOST: Final = "answer lost"
CRASH: Final = "crash before"
TWICE: Final = "sent twice"  # the answer was lost, and botocore's own retry does it once more
FAULTS: Final = (UNAVAILABLE, THROTTLED, TIMEOUT, LOST, CRASH, TWICE)
_ANSWERS: Final = {UNAVAILABLE: (503, "ServiceUnavailable"), THROTTLED: (400, "ThrottlingException")}


class Killed(BaseException):
    """The process ended here. Nothing that catches exceptions catches it."""


@dataclass
class Injector:
    """Counts the calls while it is armed, and lets the ``at``-th go wrong, once."""

    at: int | None = None
    fault: str = ""
    calls: list[str] = field(default_factory=list)
    armed: bool = False

    @contextmanager
    def arm(self, at: int | None = None, fault: str = "") -> Iterator[list[str]]:
        """Count from here; the list fills with what was asked."""
        self.at, self.fault, self.calls, self.armed = at, fault, [], True
        try:
            yield self.calls
        finally:
            self.armed = False

    def before(self, model: Any, **_named: Any) -> Any:
        """A call is about to leave."""
        if not self.armed:
            return None
        self.calls.append(f"{model.service_model.service_id}.{model.name}")
        if len(self.calls) != self.at or self.fault in {LOST, TWICE}:
            return None
        if self.fault == CRASH:
            raise Killed
        if self.fault == TIMEOUT:
            raise ReadTimeoutError(endpoint_url=CANARY)
        status, code = _ANSWERS[self.fault]
        answer = {"Error": {"Code": code, "Message": CANARY}, "ResponseMetadata": {"HTTPStatusCode": status}}
        return AWSResponse("https://fake", status, HTTPHeaders(), None), answer

    def after(self, **_named: Any) -> None:
        """A call has come back: what it did is done."""
        if self.armed and len(self.calls) == self.at and self.fault == LOST:
            raise ReadTimeoutError(endpoint_url=CANARY)

    def again(self, operation: Any, attempts: int, **_named: Any) -> float | None:
        """Whether botocore sends it once more, after so many seconds.

        DynamoDB takes a transaction once, by the token that botocore gives it; moto does not know the token.
        """
        here = self.armed and len(self.calls) == self.at and self.fault == TWICE and attempts == 1
        return 0.0 if here and operation.name != "TransactWriteItems" else None


@contextmanager
def hooked() -> Iterator[Injector]:
    """Clients that are made from here on ask the injector at each call."""
    boto3.setup_default_session()
    session: Any = boto3.DEFAULT_SESSION
    injector = Injector()
    session.events.register_first("before-call", injector.before)
    session.events.register_first("after-call", injector.after)
    session.events.register_first("needs-retry", injector.again)
    try:
        yield injector
    finally:
        boto3.setup_default_session()
