"""HTTP as API Gateway's proxy integration speaks it: requests in, JSON and problem documents out."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from functions.core.errors import Malformed, NotFound, Problem
from functions.edge.caller import Caller
from functions.edge.telemetry import count, report

MOST_BODY: Final = 64 * 1024  # promise 13: before anything is parsed
HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
# A page of any origin may read these answers: what opens a door is the token, which no browser sends by
# itself. Pages of which origins may send one, the gateway says before (CORS preflight, the stage's origins).
FOR_PAGES: Final = {"Access-Control-Allow-Origin": "*"}
_ENCODED: Final = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True, slots=True)
class Request:
    """What a route reads of an event."""

    caller: Caller
    path: Mapping[str, str]
    body: str

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Request":
        """The request in an event of a REST API. Who calls without a team is `Forbidden`."""
        caller = Caller.of(event.get("requestContext", {}).get("authorizer") or {})
        body = event.get("body") or ""
        if event.get("isBase64Encoded"):
            body = _decoded(body)
        return cls(caller, event.get("pathParameters") or {}, body)

    def json(self) -> dict[str, object]:
        """The body, a JSON object. Raises `Malformed`."""
        if len(self.body) > MOST_BODY:
            raise Malformed(f"the body must be at most {MOST_BODY} characters")
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Malformed("the body must be JSON") from None
        if not isinstance(value, dict):
            raise Malformed("the body must be a JSON object")
        return value

    def parameter(self, name: str, *, encoded: bool = False) -> str:
        """A part of the path.

        AWS hands it on percent-encoded (``encoded``), the emulator decoded: stage data says which. What
        cannot be an encoded text is taken as it is, and nothing is ever decoded twice. Raises `Malformed`
        if it is not UTF-8: a guess might name somebody else.
        """
        value = self.path.get(name)
        if not value:
            raise NotFound
        try:
            return unquote(value, errors="strict") if encoded and _ENCODED.fullmatch(value) else value
        except UnicodeDecodeError:
            raise Malformed("the path must be percent-encoded UTF-8") from None


@dataclass(frozen=True, slots=True)
class Response:
    """What a route answers; ``body`` becomes JSON, unless there is none to a 204 (RFC 9110)."""

    status: int
    body: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(function: str, event: Mapping[str, Any], serve: Callable[[Request], Response]) -> dict[str, Any]:
    """The proxy answer of a route: its own, or a problem document for whatever it raised (RFC 9457)."""
    request_id = str(event.get("requestContext", {}).get("requestId", ""))
    try:
        response = serve(Request.of(event))
    except Problem as problem:
        if problem.status >= 500:
            report(function, problem)
        response = _problem(problem, request_id)
    except Exception as error:  # the one door for errors: nothing unplanned may reach the caller as text
        report(function, error)
        response = _problem(Problem(), request_id)
    count(function, "Answers", str(response.status))
    shared = FOR_PAGES if str(event.get("resource", "")).startswith("/v1/me") else {}
    headers = {"Content-Type": "application/json", **HEADERS, **shared, **response.headers}
    body = "" if response.status == 204 else json.dumps(response.body)
    return {"statusCode": response.status, "headers": headers, "body": body}


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except ValueError:
        raise Malformed("the body must be base64 of UTF-8") from None


def _problem(problem: Problem, request_id: str) -> Response:
    body: dict[str, object] = {
        "type": f"urn:moretta:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "request_id": request_id,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.field:
        body["field"] = problem.field
    headers = {"Content-Type": "application/problem+json"}
    if problem.status == 503:
        headers["Retry-After"] = "1"
    return Response(problem.status, body, headers)
