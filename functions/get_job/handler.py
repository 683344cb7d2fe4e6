"""GET /v1/jobs/{id}: how far it is, what was hidden, and the link while it is done."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Links
from functions.aws.services import DynamoTeams
from functions.core.get_job import GetJob, get_job
from functions.core.ports import Teams
from functions.edge.api import Request, Response, answer
from functions.edge.shown import whole
from functions.get_job.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_job", event, lambda request: serve(request, *build()))


def serve(request: Request, teams: Teams, world: GetJob) -> Response:
    """200 with the job."""
    job, link = get_job(request.parameter("id"), request.team(teams), world)
    return Response(200, whole(job) | ({"download": link} if link else {}))


@cache
def build() -> tuple[Teams, GetJob]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = GetJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        S3Links(clients.s3(), settings.results, timedelta(seconds=settings.link_seconds)),
    )
    return DynamoTeams(dynamodb, settings.table), world
