"""DELETE /v1/users/{user_id}, /v1/me, /v1/jobs/{id}: erase everything of it (GDPR Art. 17)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.services import KmsMac, StateMachine
from functions.core.erasure import Erasure
from functions.core.names import parse_user_id
from functions.core.request_erasure import RequestErasure, request_erasure, request_job_erasure
from functions.core.times import now
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.request_erasure.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("request_erasure", event, lambda request: serve(request, *build()))


def serve(request: Request, world: RequestErasure, path_encoded: bool) -> Response:
    """202 with the erasure, and where to follow it."""
    erasure = _asked(request, world, path_encoded)
    erasures = "/v1/me/erasures" if request.caller.user else "/v1/erasures"
    return Response(202, shown.erasure(erasure), {"Location": f"{erasures}/{erasure.id}"})


def _asked(request: Request, world: RequestErasure, path_encoded: bool) -> Erasure:
    caller = request.caller
    if "id" in request.path:
        return request_job_erasure(request.parameter("id"), caller.team, world, now())
    whom = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    return request_erasure(whom, caller.team, world, now())


@cache
def build() -> tuple[RequestErasure, bool]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = RequestErasure(
        DynamoLedger(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
        StateMachine(clients.step_functions(), settings.state_machine),
        DynamoJobs(dynamodb, settings.table, settings.ledger),
    )
    return world, bool(settings.path_encoded)
