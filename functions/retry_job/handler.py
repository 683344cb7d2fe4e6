"""POST /v1/jobs/{id}/retry: mask a failed job again."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Presence
from functions.aws.services import SqsRequeue
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.retry_job import RetryJob, retry_job
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import whole
from functions.retry_job.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("retry_job", event, lambda request: serve(request, build()))


def serve(request: Request, world: RetryJob) -> Response:
    """202 with the job, which awaits its masker."""
    job = retry_job(request.parameter("id"), request.caller.team, world, now())
    return Response(202, whole(job), {"Location": f"/v1/jobs/{job.ref.id}"})


@cache
def build() -> RetryJob:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return RetryJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        S3Presence(clients.s3(), settings.originals),
        SqsRequeue(clients.sqs(), {IDENTITY: settings.uploads_queue, BACKGROUND: settings.backgrounds_queue}),
    )
