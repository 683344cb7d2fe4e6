"""GET /v1/jobs/{id}, GET /v1/me/jobs/{id}: how far it is, what was hidden, and the link while it is done."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Links
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.services import KmsMac
from functions.core.capability import PATH
from functions.core.get_job import GetJob, get_job
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import whole
from functions.get_job.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_job", event, lambda request: serve(request, build()))


def serve(request: Request, world: GetJob) -> Response:
    """200 with the job."""
    caller = request.caller
    got = get_job(request.parameter("id"), caller.team, world, caller.user)
    report_url = f"{request.address}{PATH}{got.capability}" if got.capability else None
    ways = {"download": got.link, "report_url": report_url}
    return Response(200, whole(got.job) | {name: way for name, way in ways.items() if way})


@cache
def build() -> GetJob:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return GetJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        S3Links(clients.s3(), settings.results, timedelta(seconds=settings.link_seconds)),
        KmsMac(clients.kms(), settings.report_key),
        now,
        DynamoRestrictions(dynamodb, settings.table, settings.ledger),
    )
