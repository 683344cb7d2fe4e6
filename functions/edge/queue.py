"""S3 events as they arrive through SQS: only the key, the ETag and the size are ever read."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from functions.core.errors import MorettaError
from functions.core.mask_photo import Uploaded
from functions.edge.telemetry import count, report


class HandBack(MorettaError):
    """The message goes back to the queue; it carries nothing, because Lambda logs what is raised."""


def each_upload(function: str, event: Mapping[str, Any], work: Callable[[Uploaded], str]) -> None:
    """Do the work for every upload in the messages of an event, and count how it ended.

    S3's test event, and a message without an upload, hold no work. Raises `HandBack` if a message has
    to come again.
    """
    for record in event.get("Records", []):
        for upload in _uploads(record.get("body", "")):
            try:
                outcome = work(upload)
            except Exception as error:  # whatever it was: the queue's retry is the answer
                report(function, error)
                count(function, "Photos", "handed_back")
                raise HandBack from None
            count(function, "Photos", outcome)


def _uploads(body: str) -> list[Uploaded]:
    try:
        message = json.loads(body)
        records = message.get("Records", [])
        return [_upload(record["s3"]["object"]) for record in records]
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return []


def _upload(entry: Mapping[str, Any]) -> Uploaded:
    return Uploaded(unquote_plus(entry["key"]), entry["eTag"], int(entry.get("size", 0)))
