"""PUT, GET, DELETE /v1/users/{user_id}/hold: a legal hold (GDPR Art. 17(3))."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.holds import DynamoHolds
from functions.aws.ledger import DynamoLedger
from functions.aws.services import KmsMac, StateMachine
from functions.core.hold import HoldUser, get_hold, lift_hold, parse_hold, set_hold
from functions.core.names import parse_user_id
from functions.core.times import now
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.hold.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("hold", event, lambda request: serve(request, *build()))


def serve(request: Request, world: HoldUser, path_encoded: bool) -> Response:
    """200 with the hold, or 204 when it was lifted."""
    caller = request.caller
    user_id = parse_user_id(request.parameter("user_id", encoded=path_encoded))
    match request.route.split()[0]:
        case "PUT":
            hold = parse_hold(request.json(), caller.person, now())
            return Response(200, shown.hold(set_hold(user_id, hold, caller.team, world)))
        case "DELETE":
            lift_hold(user_id, caller.act(now()), world)
            return Response(204, {})
    return Response(200, shown.hold(get_hold(user_id, caller.team, world)))


@cache
def build() -> tuple[HoldUser, bool]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = HoldUser(
        DynamoHolds(dynamodb, settings.ledger, audit=AuditRows(settings.audit, settings.audit_days)),
        DynamoLedger(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
        StateMachine(clients.step_functions(), settings.state_machine),
    )
    return world, bool(settings.path_encoded)
