"""GET /v1/erasures, GET /v1/erasures/{id}, GET /v1/me/erasures/{id}: how far erasures are; and receipts."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.ledger import DynamoLedger
from functions.core.get_erasure import get_erasure, get_receipt, list_erasures
from functions.core.ports import Ledger
from functions.core.times import now
from functions.edge import shown
from functions.edge.api import Request, Response, answer
from functions.get_erasure.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_erasure", event, lambda request: serve(request, build()))


def serve(request: Request, ledger: Ledger) -> Response:
    """200 with the erasure, a page of them, or a receipt."""
    caller = request.caller
    if "id" not in request.path:
        return Response(200, shown.erasures(*list_erasures(caller.team, request.query, ledger, now())))
    erasure_id = request.parameter("id")
    if request.route.endswith("/receipt"):
        return Response(200, {"receipt": get_receipt(erasure_id, caller.team, ledger, now(), caller.user)})
    return Response(200, shown.erasure(get_erasure(erasure_id, caller.team, ledger, now(), caller.user)))


@cache
def build() -> Ledger:
    """The concrete world, once per worker."""
    return DynamoLedger(clients.dynamodb(), Settings.from_env().ledger)
