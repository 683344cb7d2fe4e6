"""GET /v1/users/{user_id}/jobs, GET /v1/me/jobs: a user's jobs, newest first."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.services import KmsMac
from functions.core.list_jobs import ListUserJobs, list_user_jobs, parse_listing
from functions.core.names import parse_user_id
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import page
from functions.list_user_jobs.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_user_jobs", event, lambda request: serve(request, *build()))


def serve(request: Request, world: ListUserJobs, path_encoded: bool) -> Response:
    """200 with a page."""
    caller, listing = request.caller, parse_listing(request.query)
    whom = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    return Response(200, page(*list_user_jobs(caller.team, whom, listing, world, now())))


@cache
def build() -> tuple[ListUserJobs, bool]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = ListUserJobs(
        DynamoLists(dynamodb, settings.table),
        DynamoLedger(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
    )
    return world, bool(settings.path_encoded)
