"""GET /v1/team/webhooks: all of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.webhooks import DynamoWebhooks
from functions.core.webhook_ports import Webhooks
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown
from functions.list_webhooks.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_webhooks", event, lambda request: serve(request, build()))


def serve(request: Request, world: Webhooks) -> Response:
    """200 with the team's webhooks, the oldest first."""
    found = world.all(request.caller.team)
    return Response(200, {"webhooks": [shown(webhook) for webhook in found]})


@cache
def build() -> Webhooks:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoWebhooks(dynamodb, settings.table)
