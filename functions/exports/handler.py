"""…/users/{user_id}/exports and /v1/me/exports: everything of a user, to take along (GDPR Art. 15, 20)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.exports import DynamoExports
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Links
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.services import DynamoQuotas, KmsMac, StateMachine
from functions.core.consents import Whose
from functions.core.export_worker import OVERDUE
from functions.core.exports import KeepExports, get_export, list_exports, request_export
from functions.core.list_jobs import parse_listing
from functions.core.names import parse_user_id
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.exports import export, exports
from functions.exports.settings import Settings

SAVED_AS: Final = "export"


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("exports", event, lambda request: serve(request, *build()))


def serve(request: Request, world: KeepExports, path_encoded: bool) -> Response:
    """202 with an export that runs, and where to follow it; 200 with one, or a page of them."""
    caller = request.caller
    user = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    whose = Whose(caller.team, user, caller.by)
    if request.method == "POST":
        asked = request_export(whose, request.idempotency_key(), world, now())
        return Response(202, export(asked), {"Location": _where(request, asked.id, path_encoded)})
    if "id" in request.path:
        return Response(200, export(*get_export(whose, request.parameter("id"), world, now())))
    listing = parse_listing(request.query)
    return Response(
        200, exports(*list_exports(whose, listing.limit, request.query.get("after"), world, now()))
    )


def _where(request: Request, export_id: str, path_encoded: bool) -> str:
    if request.caller.user:
        return f"/v1/me/exports/{export_id}"
    user = request.path["user_id"] if path_encoded else quote(request.path["user_id"], safe="")
    return f"/v1/users/{user}/exports/{export_id}"


@cache
def build() -> tuple[KeepExports, bool]:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    life = timedelta(seconds=told.link_seconds)
    world = KeepExports(
        DynamoExports(dynamodb, told.table, told.ledger, OVERDUE, AuditRows(told.audit, told.audit_days)),
        DynamoLedger(dynamodb, told.ledger),
        KmsMac(clients.kms(), told.pseudonym_key),
        StateMachine(clients.step_functions(), told.state_machine, "export"),
        DynamoQuotas(dynamodb, told.table, told.jobs_per_minute),
        S3Links(clients.s3(), told.exports, life, name=SAVED_AS),
        DynamoRestrictions(dynamodb, told.table, told.ledger),
    )
    return world, bool(told.path_encoded)
