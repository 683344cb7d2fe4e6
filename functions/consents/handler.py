"""…/consents of users and sessions: give, read, withdraw (GDPR Art. 7); …/opt-outs/sale-sharing (CCPA)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.consents import DynamoConsents
from functions.aws.ledger import DynamoLedger
from functions.aws.opt_outs import DynamoOptOuts
from functions.aws.services import KmsMac
from functions.aws.team_settings import DynamoSettings
from functions.consents.settings import Settings
from functions.core.consent import parse_consented
from functions.core.consents import (
    KeepConsents,
    Whose,
    get_consent,
    give_consent,
    list_consents,
    withdraw_consent,
)
from functions.core.deployment import Deployment
from functions.core.names import parse_user_id
from functions.core.opt_outs import KeepOptOuts, OptOut, get_opt_out, set_opt_out
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.consents import Shows, opted


@dataclass(frozen=True, slots=True)
class Consenting:
    """What core needs, the facts that records name, and how the gateway hands on a path."""

    world: KeepConsents
    opting: KeepOptOuts
    deployment: Deployment
    path_encoded: bool


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("consents", event, lambda request: serve(request, build()))


def serve(request: Request, it: Consenting) -> Response:
    """200 with the user's consents, or with one of them; one that is given comes with its receipt."""
    caller = request.caller
    user = caller.user or parse_user_id(request.parameter("user_id", encoded=it.path_encoded))
    whose, shows = Whose(caller.team, user, caller.by), Shows(it.world.settings, it.deployment, caller.team)
    if request.route.endswith("/opt-outs/sale-sharing"):
        return _opt_out(request, whose, it)
    if "purpose" not in request.path:
        return Response(200, shows.all(*list_consents(whose, it.world)))
    purpose = request.parameter("purpose")
    if request.method == "PUT":
        told = parse_consented(request.json())
        return Response(200, shows.given(*give_consent(whose, purpose, told, it.world, now())))
    if request.method == "DELETE":
        return Response(200, shows.one(*withdraw_consent(whose, purpose, it.world, now())))
    return Response(200, shows.one(*get_consent(whose, purpose, it.world)))


def _opt_out(request: Request, whose: Whose, it: Consenting) -> Response:
    """200 with what holds, whether it was asked or said."""
    caller = request.caller
    if request.method == "GET":
        return Response(200, opted(get_opt_out(whose, it.opting)))
    said = OptOut(request.method == "PUT", caller.by, now())
    return Response(200, opted(set_opt_out(whose, said, it.opting)))


@cache
def build() -> Consenting:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    audit = AuditRows(told.audit, told.audit_days)
    world = KeepConsents(
        DynamoConsents(dynamodb, told.table, told.ledger, audit),
        DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
        DynamoLedger(dynamodb, told.ledger),
        KmsMac(clients.kms(), told.pseudonym_key),
    )
    opting = KeepOptOuts(DynamoOptOuts(dynamodb, told.table, told.ledger, audit), world.ledger, world.mac)
    return Consenting(world, opting, Deployment.parse(told.deployment), bool(told.path_encoded))
