"""POST /v1/erasures/{id}/approve, POST /v1/erasures/{id}/cancel."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.ledger import DynamoLedger
from functions.aws.services import StateMachine
from functions.core.decide_erasure import DecideErasure, approve_erasure, cancel_erasure
from functions.core.times import now
from functions.decide_erasure.settings import Settings
from functions.edge import shown
from functions.edge.api import Request, Response, answer


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("decide_erasure", event, lambda request: serve(request, build()))


def serve(request: Request, world: DecideErasure) -> Response:
    """200 with the erasure, scheduled or cancelled."""
    caller = request.caller
    decide = approve_erasure if request.route.endswith("/approve") else cancel_erasure
    return Response(
        200, shown.erasure(decide(request.parameter("id"), caller.team, caller.asker, world, now()))
    )


@cache
def build() -> DecideErasure:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    return DecideErasure(
        DynamoLedger(
            clients.dynamodb(),
            settings.ledger,
            timedelta(days=settings.keep_days),
            AuditRows(settings.audit, settings.audit_days),
        ),
        StateMachine(clients.step_functions(), settings.state_machine),
        timedelta(seconds=settings.fresh_seconds),
        timedelta(seconds=settings.delay_seconds),
    )
