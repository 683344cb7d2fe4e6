"""…/users/{user_id}/restriction and /v1/me/restriction: set, read and lift one (GDPR Art. 18)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.ledger import DynamoLedger
from functions.aws.restricting import settling
from functions.aws.services import KmsMac, StateMachine
from functions.aws.shelf import S3Shelf
from functions.aws.team_settings import DynamoSettings
from functions.core.names import parse_user_id
from functions.core.restrict import Restrict, get_restriction, lift_restriction, set_restriction
from functions.core.restriction import Restriction, parse_ground
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.restriction.settings import Settings

BUDGET: Final = timedelta(seconds=15)  # of the walk, within the gateway's 29; the sweeper does the rest


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("restriction", event, lambda request: serve(request, *build()))


def serve(request: Request, world: Restrict, path_encoded: bool) -> Response:
    """200 with the restriction, or 204 when it was lifted."""
    caller, moment = request.caller, now()
    user = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    if request.method == "PUT":
        wanted = Restriction(parse_ground(request.json()), caller.by, moment)
        made = set_restriction(caller.team, user, wanted, world, moment + BUDGET)
        return Response(200, shown.restriction(made))
    if request.method == "DELETE":
        lift_restriction(user, caller.act(moment), world, moment + BUDGET)
        return Response(204, {})
    return Response(200, shown.restriction(get_restriction(caller.team, user, world)))


@cache
def build() -> tuple[Restrict, bool]:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    settings = DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention))
    shelf = S3Shelf(clients.s3(), told.originals, told.held, told.results, told.encryption_key)
    tables = told.table, told.ledger
    world = Restrict(
        settling(tables, shelf, settings, audit=AuditRows(told.audit, told.audit_days)),
        DynamoLedger(dynamodb, told.ledger),
        KmsMac(clients.kms(), told.pseudonym_key),
        StateMachine(clients.step_functions(), told.state_machine),
    )
    return world, bool(told.path_encoded)
