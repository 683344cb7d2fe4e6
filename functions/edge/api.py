"""HTTP as API Gateway's proxy integration speaks it: requests in, JSON and problem documents out."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from functions.core.errors import Invalid, Malformed, NotFound, Problem, TooMany, Unavailable
from functions.edge.caller import Caller
from functions.edge.telemetry import count, report

MOST_BODY: Final = 256 * 1024  # promise 13: before anything is parsed
MOST_KEY: Final = 255
# No Strict-Transport-Security: the gateway knows TLS alone, and on a developer's machine it would bind every
# port of localhost.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
# A page of any origin may read these answers: what opens a door is the token, which no browser sends by
# itself. Pages of which origins may send one, the gateway says before (CORS preflight, the stage's origins).
FOR_PAGES: Final = {"Access-Control-Allow-Origin": "*"}
_ENCODED: Final = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*")


def text_of(event: Mapping[str, Any]) -> str:
    """The body of an event of a REST API. Raises `Malformed`."""
    body = event.get("body") or ""
    return _decoded(body) if event.get("isBase64Encoded") else body


def headers_of(event: Mapping[str, Any]) -> dict[str, str]:
    """Its headers by their names in small letters."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def address_of(event: Mapping[str, Any]) -> str:
    """The API's address, with the stage's path or a domain's own; empty where the gateway tells no domain.

    The gateway knows the domain, and serves no other: it is not what a caller wrote.
    """
    context, own = event.get("requestContext", {}), event.get("path") or ""
    domain, whole = context.get("domainName"), context.get("path") or ""
    return f"https://{domain}{whole.removesuffix(own)}" if domain and own and whole.endswith(own) else ""


def parse_json(body: str) -> dict[str, object]:
    """A body, a JSON object. Raises `Malformed`."""
    if len(body) > MOST_BODY:
        raise Malformed(f"the body must be at most {MOST_BODY} characters")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("the body must be JSON") from None
    if not isinstance(value, dict):
        raise Malformed("the body must be a JSON object")
    return value


@dataclass(frozen=True, slots=True)
class Request:
    """What a route reads of an event."""

    caller: Caller
    path: Mapping[str, str]
    body: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    route: str = ""  # verb and template, as `core.routes` names it
    address: str = ""  # where the API is reached, if the gateway says it

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Request":
        """The request in an event of a REST API. Who calls without a team is `Forbidden`."""
        caller = Caller.of(event.get("requestContext", {}).get("authorizer") or {})
        body, headers = text_of(event), headers_of(event)
        query = event.get("queryStringParameters") or {}
        route = f"{event.get('httpMethod', '')} {event.get('resource', '')}"
        return cls(caller, event.get("pathParameters") or {}, body, query, headers, route, address_of(event))

    @property
    def method(self) -> str:
        """The method of the call."""
        return self.route.partition(" ")[0]

    def json(self) -> dict[str, object]:
        """The body, a JSON object. Raises `Malformed`."""
        return parse_json(self.body)

    def idempotency_key(self) -> str:
        """The caller's key for doing it once, or empty. Raises `Invalid`."""
        key = self.headers.get("idempotency-key", "")
        if len(key) > MOST_KEY:
            raise Invalid(f"must be at most {MOST_KEY} characters", field="Idempotency-Key")
        return key

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
class Asked:
    """What a public route reads of an event: no token, and so nobody's data."""

    query: Mapping[str, str]
    headers: Mapping[str, str]

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Asked":
        """The parameters, and the headers by their names in small letters."""
        return cls(event.get("queryStringParameters") or {}, headers_of(event))


@dataclass(frozen=True, slots=True)
class Response:
    """What a route answers; ``body`` becomes JSON, unless it is a text, or none to a 204 (RFC 9110)."""

    status: int
    body: Mapping[str, object] | str
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(function: str, event: Mapping[str, Any], serve: Callable[[Request], Response]) -> dict[str, Any]:
    """The proxy answer of a route: its own, or a problem document for whatever it raised (RFC 9457)."""
    return answer_anybody(function, event, lambda: serve(Request.of(event)))


def answer_anybody(function: str, event: Mapping[str, Any], serve: Callable[[], Response]) -> dict[str, Any]:
    """The same for a public route, which reads no token and nothing of the request."""
    request_id = str(event.get("requestContext", {}).get("requestId", ""))
    try:
        response = serve()
    except Problem as problem:
        if problem.status >= 500:
            report(function, problem)
        response = _problem(problem, request_id)
    except Exception as error:  # the one door for errors: nothing unplanned may reach the caller as text
        report(function, error)
        response = _problem(Problem(), request_id)
    count(function, "Answers", str(response.status))
    headers = {"Content-Type": "application/json", **HEADERS, **FOR_PAGES, **response.headers}
    text = response.body if isinstance(response.body, str) else json.dumps(response.body)
    body = "" if response.status == 204 else text
    return {"statusCode": response.status, "headers": headers, "body": body}


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except ValueError:
        raise Malformed("the body must be base64 of UTF-8") from None


def _problem(problem: Problem, request_id: str) -> Response:
    headers = {"Content-Type": "application/problem+json"}
    if isinstance(problem, TooMany | Unavailable):
        headers["Retry-After"] = str(problem.retry_after)
    return Response(problem.status, {**document(problem), "request_id": request_id}, headers)


def document(problem: Problem) -> dict[str, object]:
    """What a caller may read of a problem (RFC 9457); the request's own id is added to it."""
    body: dict[str, object] = {
        "type": f"urn:moretta:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.field:
        body["field"] = problem.field
    return body
