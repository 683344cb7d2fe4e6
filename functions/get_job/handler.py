"""GET /v1/jobs/{id}, GET /v1/me/jobs/{id}: how far it is, what was hidden, and the link while it is done."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Links
from functions.core.get_job import GetJob, get_job
from functions.core.job import Job
from functions.core.times import to_text
from functions.edge.api import Request, Response, answer
from functions.get_job.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_job", event, lambda request: serve(request, build()))


def serve(request: Request, world: GetJob) -> Response:
    """200 with the job."""
    caller = request.caller
    job, link = get_job(request.parameter("id"), caller.team, world, caller.user)
    return Response(200, _shown(job) | ({"download": link} if link else {}))


def _shown(job: Job) -> dict[str, object]:
    body: dict[str, object] = {
        "id": job.ref.id,
        "state": job.state,
        "created_at": to_text(job.created_at),
        "recipe": job.recipe.to_json(),
        "purposes": list(job.purposes),
        "content_type": job.content_type,
    }
    if job.outcome and job.closed_at:
        body |= {
            "closed_at": to_text(job.closed_at),
            "reason": job.outcome.reason,
            "regions": [region.to_json() for region in job.outcome.regions],
            "width": job.outcome.width,
            "height": job.outcome.height,
        }
    return body


@cache
def build() -> GetJob:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return GetJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        S3Links(clients.s3(), settings.results, timedelta(seconds=settings.link_seconds)),
    )
