"""GET /v1/team/webhooks/{id}: where it points, and whether it is enabled."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.webhooks import DynamoWebhooks
from functions.core.webhook_ports import Webhooks
from functions.core.webhooks import find_webhook
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown
from functions.get_webhook.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("get_webhook", event, lambda request: serve(request, build()))


def serve(request: Request, world: Webhooks) -> Response:
    """200 with the webhook."""
    return Response(200, shown(find_webhook(request.parameter("id"), request.caller.team, world)))


@cache
def build() -> Webhooks:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoWebhooks(dynamodb, settings.table)
