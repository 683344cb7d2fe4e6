"""GET /v1/jobs: the team's jobs, newest first, by state and time."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.lists import DynamoLists
from functions.aws.services import DynamoTeams
from functions.core.list_jobs import list_jobs, parse_listing
from functions.core.ports import JobLists, Teams
from functions.edge.api import Request, Response, answer
from functions.edge.shown import page
from functions.list_jobs.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_jobs", event, lambda request: serve(request, *build()))


def serve(request: Request, teams: Teams, lists: JobLists) -> Response:
    """200 with a page."""
    team = request.team(teams)
    return Response(200, page(*list_jobs(team, parse_listing(request.query, "state", "from", "to"), lists)))


@cache
def build() -> tuple[Teams, JobLists]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoTeams(dynamodb, settings.table), DynamoLists(dynamodb, settings.table)
