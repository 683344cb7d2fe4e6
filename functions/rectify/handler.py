"""POST …/jobs/{id}/remask and …/reports: another recipe for a result, or something was missed in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Presence
from functions.aws.remasks import DynamoRemasks
from functions.aws.reports import DynamoReports
from functions.aws.restricting import ending
from functions.aws.services import DynamoQuotas, KmsVerifier, SqsRequeue
from functions.aws.team_settings import DynamoSettings
from functions.aws.withdrawn import S3Withdrawn
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.remask_job import RemaskJob, parse_remask, remask_job
from functions.core.report import TEAM, USER, parse_report
from functions.core.report_job import ReportJob, report_job
from functions.core.routes import REPORT
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.api import Request, Response, answer, answer_anybody
from functions.edge.reporting import offer, take
from functions.edge.shown import whole
from functions.rectify.settings import Settings


@dataclass(frozen=True, slots=True)
class Rectify:
    """What it needs of the world, for each of what may be asked."""

    reporting: ReportJob
    remasking: RemaskJob


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    if event.get("resource") == REPORT:
        return answer_anybody("rectify", event, lambda: serve_anybody(event, build()))
    return answer("rectify", event, lambda request: serve(request, build()))


def serve_anybody(event: Mapping[str, Any], world: Rectify) -> Response:
    """What can be reported by a capability, or that it was."""
    return offer(event) if event.get("httpMethod") == "GET" else take(event, world.reporting)


def serve(request: Request, world: Rectify) -> Response:
    """What the route answers."""
    return SERVES[request.route.rpartition("/")[2]](request, world)


def remask(request: Request, world: Rectify) -> Response:
    """202 with the job, which waits for its masker."""
    caller, recipe = request.caller, parse_remask(request.json())
    job = remask_job(request.parameter("id"), caller.team, recipe, world.remasking, caller.user, caller.by)
    jobs = "/v1/me/jobs" if caller.user else "/v1/jobs"
    return Response(202, whole(job), {"Location": f"{jobs}/{job.ref.id}"})


def report(request: Request, world: Rectify) -> Response:
    """200 with the job, as it is now."""
    caller, clock = request.caller, world.reporting.clock
    said = parse_report(request.json(), USER if caller.user else TEAM, clock())
    job = report_job(request.parameter("id"), caller.team, said, world.reporting, caller.user)
    return Response(200, whole(job))


SERVES: Final[Mapping[str, Callable[[Request, Rectify], Response]]] = {"remask": remask, "reports": report}


@cache
def build() -> Rectify:
    """The concrete world, once per worker."""
    told, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    tables, queues = (
        (dynamodb, told.table, told.ledger),
        {IDENTITY: told.uploads_queue, BACKGROUND: told.backgrounds_queue},
    )
    jobs, ledger = DynamoJobs(*tables), DynamoLedger(dynamodb, told.ledger)
    files = S3Withdrawn(s3, told.results, told.held, told.encryption_key)
    settings = DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention))
    remasking = RemaskJob(
        jobs=jobs,
        ledger=ledger,
        remasks=DynamoRemasks(*tables, AuditRows(told.audit, told.audit_days)),
        files=files,
        held=S3Presence(s3, told.held),
        queue=SqsRequeue(clients.sqs(), queues),
        quotas=DynamoQuotas(dynamodb, told.table, told.jobs_per_minute),
        settings=settings,
        clock=now,
        ending=ending((told.table, told.ledger), settings),
    )
    reporting = ReportJob(
        jobs=jobs,
        ledger=ledger,
        reports=DynamoReports(*tables),
        files=files,
        held=remasking.held,
        settings=settings,
        verifier=KmsVerifier(clients.kms(), told.report_key),
        quotas=DynamoQuotas(dynamodb, told.table, told.reports_per_minute, "reports#"),
        clock=now,
        ending=remasking.ending,
    )
    return Rectify(reporting, remasking)
