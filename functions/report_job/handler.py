"""POST /v1/jobs/{id}/reports, POST /v1/me/jobs/{id}/reports: something was missed in a result."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.team_settings import DynamoSettings
from functions.aws.withdrawn import S3Withdrawn
from functions.core.report_job import ReportJob, parse_report, report_missed
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import whole
from functions.report_job.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("report_job", event, lambda request: serve(request, build()))


def serve(request: Request, world: ReportJob) -> Response:
    """200 with the job, which is in review."""
    parse_report(request.json())
    caller = request.caller
    return Response(200, whole(report_missed(request.parameter("id"), caller.team, world, caller.user)))


@cache
def build() -> ReportJob:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    return ReportJob(
        DynamoJobs(dynamodb, told.table, told.ledger),
        DynamoLedger(dynamodb, told.ledger),
        S3Withdrawn(clients.s3(), told.results, told.held, told.encryption_key),
        DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
        now,
    )
