"""GET /v1/erasures/{id}: how far an erasure is."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.aws.services import DynamoTeams
from functions.core.get_erasure import get_erasure
from functions.core.ports import Ledger, Teams
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.get_erasure.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_erasure", event, lambda request: serve(request, *build()))


def serve(request: Request, teams: Teams, ledger: Ledger) -> Response:
    """200 with the erasure."""
    return Response(200, shown.erasure(get_erasure(request.parameter("id"), request.team(teams), ledger)))


@cache
def build() -> tuple[Teams, Ledger]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoTeams(dynamodb, settings.table), DynamoLedger(dynamodb, settings.ledger)
