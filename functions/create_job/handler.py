"""POST /v1/jobs, POST /v1/me/jobs: a job and the form to upload its photo with."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Forms
from functions.aws.services import KmsMac
from functions.core.create_job import CreateJob, create_job, parse_job_request
from functions.core.times import now, to_text
from functions.create_job.settings import Settings
from functions.edge.api import Request, Response, answer


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("create_job", event, lambda request: serve(request, build()))


def serve(request: Request, world: CreateJob) -> Response:
    """201 with the job's id and its form."""
    caller = request.caller
    job, form = create_job(parse_job_request(request.json(), caller.user), caller.team, world, now())
    upload = {"url": form.url, "fields": form.fields, "expires_at": to_text(form.until)}
    body = {"id": job.ref.id, "state": job.state, "created_at": to_text(job.created_at), "upload": upload}
    jobs = "/v1/me/jobs" if caller.user else "/v1/jobs"
    return Response(201, body, {"Location": f"{jobs}/{job.ref.id}"})


@cache
def build() -> CreateJob:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    forms = S3Forms(
        clients.s3(),
        settings.originals,
        settings.encryption_key,
        settings.most_bytes,
        timedelta(seconds=settings.form_seconds),
    )
    return CreateJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
        forms,
    )
