"""GET /openapi.json: what the API takes and gives. Public, because it tells nothing of anybody."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.core.openapi import openapi
from functions.edge.api import Response, answer_anybody


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer_anybody("get_openapi", event, lambda: serve(build()))


def serve(document: Mapping[str, object]) -> Response:
    """200 with the document."""
    return Response(200, document, {"Cache-Control": "public, max-age=300"})


@cache
def build() -> Mapping[str, object]:
    """The document, once per worker."""
    return openapi()
