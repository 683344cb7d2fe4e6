"""GET /v1/jobs: the team's jobs, newest first, by state and time; GET /v1/team/figures: how they went."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.lists import DynamoLists
from functions.core.figures import figures, parse_span
from functions.core.list_jobs import list_jobs, parse_listing
from functions.core.ports import JobLists
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import page
from functions.list_jobs.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_jobs", event, lambda request: serve(request, build()))


def serve(request: Request, lists: JobLists) -> Response:
    """200 with a page, or with figures."""
    if request.route == "GET /v1/team/figures":
        span = parse_span(request.query, now())
        return Response(200, figures(request.caller.team, span, lists, now()).to_json())
    listing = parse_listing(request.query, "state", "from", "to")
    return Response(200, page(*list_jobs(request.caller.team, listing, lists, now())))


@cache
def build() -> JobLists:
    """The concrete world, once per worker."""
    return DynamoLists(clients.dynamodb(), Settings.from_env().table)
