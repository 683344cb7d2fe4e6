"""GET /v1/team/webhooks/{id}/deliveries: what was tried, and how it went."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.deliveries import DynamoAttempts
from functions.aws.webhooks import DynamoWebhooks
from functions.core.deliveries import ListDeliveries, list_deliveries
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown_attempt
from functions.list_deliveries.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_deliveries", event, lambda request: serve(request, build()))


def serve(request: Request, world: ListDeliveries) -> Response:
    """200 with the last hundred attempts, the newest first."""
    found = list_deliveries(request.parameter("id"), request.caller.team, world)
    return Response(200, {"deliveries": [shown_attempt(attempt) for attempt in found]})


@cache
def build() -> ListDeliveries:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return ListDeliveries(DynamoWebhooks(dynamodb, settings.table), DynamoAttempts(dynamodb, settings.table))
