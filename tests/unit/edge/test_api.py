import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import (
    ErasureRunning,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Problem,
    Unavailable,
)
from functions.edge.api import FOR_PAGES, HEADERS, MOST_BODY, Request, Response, address_of, answer
from tests.fakes.output import Printed

CANARY = "canary@example.org"
EVENT: dict[str, Any] = {
    "requestContext": {"authorizer": {"claims": {"team": "teamaaaaaaaaaaaa"}}, "requestId": "request-1"},
    "pathParameters": {"user_id": "u1"},
    "body": '{"a": 1}',
}


def _event(**changes: object) -> dict[str, Any]:
    return {**EVENT, **changes}


def _raising(error: Exception) -> Any:
    def serve(_request: Request) -> Response:
        raise error

    return serve


def test_an_answer_is_json_that_nobody_stores_or_sniffs() -> None:
    given = answer("get_job", EVENT, lambda _request: Response(201, {"ü": 1}, {"Location": "/v1/x"}))
    assert given["statusCode"] == 201
    assert json.loads(given["body"]) == {"ü": 1}
    assert given["headers"] == {
        "Content-Type": "application/json",
        "Location": "/v1/x",
        **HEADERS,
        **FOR_PAGES,
    }
    assert HEADERS == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


PROBLEMS: dict[str, tuple[Exception, int, str]] = {
    "invalid": (Invalid("must be so", field="a.b"), 422, "invalid"),
    "malformed": (Malformed("must be JSON"), 400, "malformed"),
    "forbidden": (Forbidden(), 403, "forbidden"),
    "not_found": (NotFound(), 404, "not_found"),
    "erasure_running": (ErasureRunning(), 409, "erasure_running"),
    "unavailable": (Unavailable(), 503, "unavailable"),
    "problem_without_a_name": (Problem(), 500, "internal"),
    "nobody_planned_it": (RuntimeError(CANARY), 500, "internal"),
    "key_error": (KeyError(CANARY), 500, "internal"),
    "text_in_two_arguments": (OSError(5, CANARY), 500, "internal"),
}


@pytest.mark.parametrize(("error", "status", "code"), PROBLEMS.values(), ids=PROBLEMS)
def test_every_error_becomes_a_problem_document(error: Exception, status: int, code: str) -> None:
    """RFC 9457."""
    given = answer("get_job", EVENT, _raising(error))
    body = json.loads(given["body"])
    assert given["statusCode"] == body["status"] == status
    assert given["headers"]["Content-Type"] == "application/problem+json"
    assert given["headers"]["Cache-Control"] == "no-store"
    assert (body["type"], body["request_id"]) == (f"urn:moretta:problem:{code}", "request-1")
    assert body["title"]
    assert body.keys() <= {"type", "title", "status", "request_id", "detail", "field"}


def test_a_refused_value_is_named_by_its_field_and_why() -> None:
    body = json.loads(answer("get_job", EVENT, _raising(Invalid("must be so", field="a.b")))["body"])
    assert (body["field"], body["detail"]) == ("a.b", "must be so")


def test_only_what_may_be_repeated_says_when() -> None:
    assert answer("get_job", EVENT, _raising(Unavailable()))["headers"]["Retry-After"] == "1"
    for error in (Invalid("x"), RuntimeError()):
        assert "Retry-After" not in answer("get_job", EVENT, _raising(error))["headers"]


@pytest.mark.parametrize(("error", "status", "_code"), PROBLEMS.values(), ids=PROBLEMS)
def test_the_text_of_an_error_is_nowhere(error: Exception, status: int, _code: str, printed: Printed) -> None:
    """Promise 15: neither in the answer nor in the log; faults of ours are logged by type."""
    given = answer("get_job", EVENT, _raising(error))
    assert CANARY not in json.dumps(given)
    assert CANARY not in printed()
    assert ('"fault"' in printed()) == (status >= 500)
    assert (type(error).__name__ in printed()) == (status >= 500)


def test_an_error_that_answers_to_another_is_logged_with_it(printed: Printed) -> None:
    error = Unavailable()
    error.__cause__ = TimeoutError(CANARY)
    answer("get_job", EVENT, _raising(error))
    assert "TimeoutError" in printed()
    assert CANARY not in printed()


TOKENS: dict[str, object] = {
    "no_context": None,
    "no_authorizer": {"requestId": "r"},
    "authorizer_is_null": {"authorizer": None},
    "no_claims": {"authorizer": {}},
    "no_team": {"authorizer": {"claims": {"sub": CANARY, "client_id": CANARY}}},
    "empty_team": {"authorizer": {"claims": {"team": ""}}},
}


@pytest.mark.parametrize("context", TOKENS.values(), ids=TOKENS)
def test_a_request_without_a_team_is_forbidden(context: object) -> None:
    """Promise 10."""
    event = {key: value for key, value in EVENT.items() if key != "requestContext"}
    if context is not None:
        event["requestContext"] = context
    given = answer("get_job", event, lambda _request: Response(200, {}))
    assert given["statusCode"] == 403
    assert given["headers"]["Content-Type"] == "application/problem+json"


BAD_BODIES: dict[str, object] = {
    "missing": None,
    "empty": "",
    "no_json": CANARY,
    "cut_off": '{"a": ',
    "list": "[]",
    "text": f'"{CANARY}"',
    "number": "7",
    "null": "null",
    "deep": '{"a":' * 10_000,
    "deep_lists": "[" * 60_000,
    "endless_number": "9" * 60_000,
    "too_long": json.dumps({"a": "x" * MOST_BODY}),
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_body_that_is_no_json_object_is_malformed(body: object) -> None:
    """Promise 13, and nothing of it is repeated."""
    with pytest.raises(Malformed) as raised:
        Request.of(_event(body=body)).json()
    assert CANARY not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_body_of_the_greatest_length_is_read() -> None:
    body = json.dumps({"a": "x" * (MOST_BODY - 9)})
    assert len(body) == MOST_BODY
    assert Request.of(_event(body=body)).json()["a"]


def test_a_body_in_base64_is_read_as_the_text_it_is() -> None:
    body = base64.b64encode('{"a": "ü"}'.encode()).decode()
    assert Request.of(_event(body=body, isBase64Encoded=True)).json() == {"a": "ü"}


@pytest.mark.parametrize(
    "body", ["a", "%%%%", base64.b64encode(b'{"a": "\xff"}').decode()], ids=["cut_off", "letters", "not_utf8"]
)
def test_a_body_that_is_no_base64_of_utf8_is_malformed(body: str) -> None:
    event = _event(body=body, isBase64Encoded=True)
    assert answer("create_job", event, lambda request: Response(200, request.json()))["statusCode"] == 400


@pytest.mark.parametrize(
    ("sent", "means"),
    [
        pytest.param("u1", "u1", id="plain"),
        pytest.param("a%2Fb", "a/b", id="slash"),
        pytest.param("%C3%BC", "ü", id="umlaut"),
        pytest.param("100%25", "100%", id="percent"),
        pytest.param("%252F", "%2F", id="decoded_once"),
        pytest.param("a+b", "a+b", id="plus_is_a_plus"),
        pytest.param("a%20b", "a b", id="space"),
        pytest.param("100%", "100%", id="no_encoded_text"),
        pytest.param("a b", "a b", id="already_decoded"),
        pytest.param("ü", "ü", id="umlaut_already_decoded"),
        pytest.param("%zz", "%zz", id="no_hexadecimal"),
    ],
)
def test_an_encoded_part_of_a_path_is_decoded_once(sent: str, means: str) -> None:
    request = Request.of(_event(pathParameters={"user_id": sent}))
    assert request.parameter("user_id", encoded=True) == means


@pytest.mark.parametrize("sent", ["u1", "a%2Fb", "100%", "%252F", "%FF"])
def test_a_part_of_a_path_that_comes_decoded_is_taken_as_it_is(sent: str) -> None:
    assert Request.of(_event(pathParameters={"user_id": sent})).parameter("user_id") == sent


@pytest.mark.parametrize("sent", ["%FF", "M%FCller", "%C3", "%ED%A0%80"])
def test_a_part_of_a_path_that_is_not_utf8_is_malformed_and_no_guess(sent: str) -> None:
    """A guess would answer 202 to the erasure of somebody else, or of nobody."""
    event = _event(pathParameters={"user_id": sent})

    def serve(request: Request) -> Response:
        return Response(202, {"user": request.parameter("user_id", encoded=True)})

    given = answer("request_erasure", event, serve)
    assert given["statusCode"] == 400
    assert sent not in given["body"]


@pytest.mark.parametrize("parameters", [None, {}, {"user_id": ""}, {"id": "x"}])
def test_a_part_of_a_path_that_is_not_there_is_not_found(parameters: object) -> None:
    with pytest.raises(NotFound):
        Request.of(_event(pathParameters=parameters)).parameter("user_id")


@given(st.text(min_size=1, max_size=20))
def test_whatever_is_sent_as_a_path_is_text_or_a_problem(sent: str) -> None:
    request = Request.of(_event(pathParameters={"user_id": sent}))
    try:
        text = request.parameter("user_id", encoded=True)
    except Malformed:
        text = sent
    assert isinstance(text, str)


def test_each_answer_is_counted_by_its_status(printed: Printed) -> None:
    answer("get_job", EVENT, lambda _request: Response(200, {}))
    assert '"outcome":"200"' in printed().replace(" ", "")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        pytest.param(
            {"domainName": "x.execute-api.eu-central-1.amazonaws.com", "path": "/api/v1/jobs"},
            "https://x.execute-api.eu-central-1.amazonaws.com/api",
            id="the gateway's own domain, below its stage",
        ),
        pytest.param(
            {"domainName": "a.example.org", "path": "/v1/jobs"}, "https://a.example.org", id="another"
        ),
        pytest.param({"path": "/api/v1/jobs"}, "", id="none is told"),
        pytest.param({"domainName": "a.example.org", "path": "/elsewhere"}, "", id="what cannot be"),
    ],
)
def test_the_address_of_the_api_is_what_the_gateway_tells(told: dict[str, str], address: str) -> None:
    event = {"requestContext": told, "path": "/v1/jobs", "headers": {"Host": "eve.example.org"}}
    assert address_of(event) == address
