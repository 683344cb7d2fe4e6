"""DELETE /v1/users/{user_id}, /v1/jobs/{id}, those of /v1/me, POST /v1/erasures: erase (GDPR Art. 17)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.services import KmsMac, StateMachine
from functions.core.erasure import Erasure
from functions.core.erasure_request import parse_erasure_request
from functions.core.names import parse_user_id
from functions.core.request_erasure import (
    RequestErasure,
    request_erasure,
    request_erasures,
    request_job_erasure,
)
from functions.core.times import now
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.edge.telemetry import count
from functions.request_erasure.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("request_erasure", event, lambda request: serve(request, *build()))


def serve(request: Request, world: RequestErasure, path_encoded: bool) -> Response:
    """202 with the erasure, and where to follow it."""
    erasure = _asked(request, world, path_encoded)
    count("request_erasure", "ErasuresAsked", _by(request))
    erasures = "/v1/me/erasures" if request.caller.user else "/v1/erasures"
    return Response(202, shown.erasure(erasure), {"Location": f"{erasures}/{erasure.id}"})


def _asked(request: Request, world: RequestErasure, path_encoded: bool) -> Erasure:
    caller = request.caller
    if request.route == "POST /v1/erasures":
        wanted = parse_erasure_request(request.json(), caller.team, now())
        return request_erasures(wanted, caller.team, caller.asker, world, now())
    if "id" in request.path:
        return request_job_erasure(request.parameter("id"), caller.act(now()), world, caller.user)
    whom = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    return request_erasure(whom, caller.act(now()), world)


def _by(request: Request) -> str:
    """For the alarm: a backend that runs wild erases what nobody asked it to."""
    if request.caller.user:
        return "user"
    return "staff" if request.caller.person else "client"


@cache
def build() -> tuple[RequestErasure, bool]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = RequestErasure(
        DynamoLedger(dynamodb, settings.ledger, audit=AuditRows(settings.audit, settings.audit_days)),
        KmsMac(clients.kms(), settings.pseudonym_key),
        StateMachine(clients.step_functions(), settings.state_machine),
        DynamoJobs(dynamodb, settings.table, settings.ledger),
        timedelta(seconds=settings.fresh_seconds),
        timedelta(seconds=settings.approval_seconds),
    )
    return world, bool(settings.path_encoded)
