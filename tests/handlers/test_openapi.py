"""The one route that anybody may ask."""

import json

from functions.core.openapi import openapi
from functions.get_openapi.handler import handler


def test_anybody_may_read_what_the_api_takes_and_gives() -> None:
    answer = handler({"requestContext": {"requestId": "r"}}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == openapi()
    assert answer["headers"]["Cache-Control"] == "public, max-age=300"
