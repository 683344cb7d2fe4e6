import json
import traceback
from typing import Any

import pytest

from functions.core.errors import LeaseOpen, Unavailable
from functions.core.mask_photo import Uploaded
from functions.edge.queue import HandBack, each_upload
from tests.fakes.output import Printed

CANARY = "canary@example.org"


def _entry(key: str = "team/subject/job/identity", etag: str = "etag", size: object = 6) -> dict[str, Any]:
    return {"s3": {"object": {"key": key, "eTag": etag, "size": size}}}


def _event(*bodies: object) -> dict[str, Any]:
    return {"Records": [{"body": body if isinstance(body, str) else json.dumps(body)} for body in bodies]}


def _uploads(event: dict[str, Any]) -> list[Uploaded]:
    seen: list[Uploaded] = []

    def work(upload: Uploaded) -> str:
        seen.append(upload)
        return "done"

    each_upload("mask_identity", event, work)
    return seen


def test_key_etag_and_size_are_all_that_is_read() -> None:
    """Promise 15: the event holds the uploader's address too."""
    assert _uploads(_event({"Records": [_entry()]})) == [Uploaded("team/subject/job/identity", "etag", 6)]


@pytest.mark.parametrize(
    ("sent", "key"),
    [("a/b%2Bc", "a/b+c"), ("a+b", "a b"), ("a%C3%BC", "aü"), ("a%2520", "a%20")],
    ids=["plus", "space", "umlaut", "decoded_once"],
)
def test_keys_come_url_encoded(sent: str, key: str) -> None:
    assert _uploads(_event({"Records": [_entry(sent)]}))[0].key == key


def test_each_upload_of_each_message_is_worked_on() -> None:
    event = _event({"Records": [_entry("a"), _entry("b")]}, {"Records": [_entry("c")]})
    assert [upload.key for upload in _uploads(event)] == ["a", "b", "c"]


NO_WORK: dict[str, object] = {
    "s3_test_event": {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "originals"},
    "no_json": "not json",
    "empty": "",
    "null": None,
    "list": [],
    "text": '"x"',
    "records_are_null": {"Records": None},
    "record_without_object": {"Records": [{"s3": {}}]},
    "record_is_text": {"Records": ["x"]},
    "no_etag": {"Records": [{"s3": {"object": {"key": "k"}}}]},
    "size_is_no_number": {"Records": [_entry(size="x")]},
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("body", NO_WORK.values(), ids=NO_WORK)
def test_a_message_without_an_upload_holds_no_work_and_does_not_come_back(body: object) -> None:
    assert _uploads(_event(body)) == []


@pytest.mark.parametrize("event", [{}, {"Records": []}, {"Records": [{}]}, {"Records": [{"body": None}]}])
def test_an_event_without_messages_holds_no_work(event: dict[str, Any]) -> None:
    assert _uploads(event) == []


@pytest.mark.parametrize(
    "error", [LeaseOpen(), Unavailable(), RuntimeError(CANARY), ValueError(CANARY), MemoryError(CANARY)]
)
def test_whatever_the_work_raises_hands_the_message_back_without_a_text(
    error: Exception, printed: Printed
) -> None:
    """Promise 15: Lambda logs what is raised, with everything that it answers to."""

    def work(_upload: Uploaded) -> str:
        raise error

    with pytest.raises(HandBack) as raised:
        each_upload("mask_identity", _event({"Records": [_entry(CANARY)]}), work)
    assert CANARY not in "".join(traceback.format_exception(raised.value))
    assert str(raised.value) == ""
    assert CANARY not in printed()
    assert type(error).__name__ in printed()
    assert "handed_back" in printed()


def test_each_outcome_is_counted_and_no_key_is_printed(printed: Printed) -> None:
    """Promise 15."""
    _uploads(_event({"Records": [_entry(CANARY)]}))
    assert '"outcome":"done"' in printed().replace(" ", "")
    assert CANARY not in printed()
