"""Events as AWS sends them, from ``events/``, with the few values changed that a test is about."""

import copy
import json
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator

from functions.core.mask_photo import Uploaded
from functions.core.openapi import openapi
from tests.fakes.world import OTHER_TEAM, TEAM

# What `grant_token` puts into their tokens; whoever is not here has no team.
TEAMS = {"client-a": TEAM, "client-b": OTHER_TEAM}
EVENTS = Path(__file__).parent / "events"


def event(name: str) -> dict[str, Any]:
    """An event as it was recorded."""
    return cast("dict[str, Any]", json.loads((EVENTS / f"{name}.json").read_text()))


def request(
    name: str,
    *,
    client: str = "client-a",
    body: object = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    **path: str,
) -> dict[str, Any]:
    """A request of the gateway, by a client, with parts of the path and perhaps another body."""
    made = event(name)
    made["queryStringParameters"] = query
    made["headers"] |= headers or {}
    claims = made["requestContext"]["authorizer"]["claims"]
    claims |= {"sub": client, "client_id": client, "team": TEAMS.get(client)}
    if claims["team"] is None:
        del claims["team"]
    made["pathParameters"] = path or made["pathParameters"]
    if body is not None:
        made["body"] = body if isinstance(body, str) else json.dumps(body)
    return made


def upload(uploaded: Uploaded) -> dict[str, Any]:
    """A message of the queue about an upload."""
    made = event("upload")
    record = made["Records"][0]
    body = json.loads(record["body"])
    body["Records"][0]["s3"]["object"] |= {
        "key": uploaded.key, "eTag": uploaded.etag, "size": uploaded.size
    }  # fmt: skip
    record["body"] = json.dumps(body)
    return copy.deepcopy(made)


def as_described(schema: str, body: object) -> None:
    """Hold an answer against the document's schema of it."""
    components = openapi()["components"]
    Draft202012Validator({**components["schemas"][schema], "components": components}).validate(body)


class Context:
    """Lambda's context object."""

    def __init__(self, milliseconds: int = 300_000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds
