"""POST /v1/jobs, POST /v1/me/jobs: a job and the form to upload its photo with, or up to a hundred."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.agreements import DynamoAgreements
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Forms
from functions.aws.services import DynamoQuotas, KmsMac
from functions.aws.team_settings import DynamoSettings
from functions.core.agreement import Terms as AgreementTerms
from functions.core.create_job import Created, CreateJob, create_job, create_jobs
from functions.core.errors import Problem
from functions.core.job_request import Terms, parse_job_request, parse_job_requests
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.create_job.settings import Settings
from functions.edge.api import Request, Response, answer, document
from functions.edge.shown import created


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("create_job", event, lambda request: serve(request, *build()))


def serve(request: Request, world: CreateJob, most_bytes: int) -> Response:
    """201 with the job's id and its form; for ``{"jobs": […]}`` 207 with an answer for each."""
    caller, body, key = request.caller, request.json(), request.idempotency_key()
    chosen = world.settings.of(caller.team)
    terms = Terms(chosen.purposes, chosen.recipes)
    if "jobs" in body:
        requests = parse_job_requests(body, most_bytes, caller.user, terms)
        answers = create_jobs(requests, caller.team, key, world, now())
        return Response(207, {"jobs": [_answer(one) for one in answers]})
    wanted = parse_job_request(body, most_bytes, caller.user, terms=terms)
    job, form = create_job(wanted, caller.team, key, world, now())
    jobs = "/v1/me/jobs" if caller.user else "/v1/jobs"
    return Response(201, created(job, form), {"Location": f"{jobs}/{job.ref.id}"})


def _answer(one: Created | Problem) -> dict[str, object]:
    if isinstance(one, Problem):
        return {"status": one.status, "problem": document(one)}
    return {"status": 201, "job": created(*one)}


@cache
def build() -> tuple[CreateJob, int]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    forms = S3Forms(
        clients.s3(),
        settings.originals,
        settings.encryption_key,
        settings.most_bytes,
        timedelta(seconds=settings.form_seconds),
    )
    world = CreateJob(
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        DynamoLedger(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
        forms,
        DynamoQuotas(dynamodb, settings.table, settings.jobs_per_minute),
        timedelta(seconds=settings.grace_seconds),
        DynamoSettings(dynamodb, settings.table, Bounds.parse(settings.retention)),
        AgreementTerms(
            settings.agreement_version, settings.agreement_mode, timedelta(days=settings.agreement_grace_days)
        ),
        DynamoAgreements(dynamodb, settings.table, settings.ledger),
    )
    return world, settings.most_bytes
