"""POST /v1/team/webhooks/{id}/test: a delivery to try the receiver with."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.deliveries import SqsDeliveries
from functions.aws.webhooks import DynamoWebhooks
from functions.core.deliveries import TryWebhook, try_webhook
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.try_webhook.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("try_webhook", event, lambda request: serve(request, build()))


def serve(request: Request, world: TryWebhook) -> Response:
    """202 with the event's id, by which the delivery log tells of it."""
    event = try_webhook(request.parameter("id"), request.caller.team, world, now())
    return Response(202, {"event": event.id, "type": event.type})


@cache
def build() -> TryWebhook:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    webhooks = DynamoWebhooks(dynamodb, settings.table)
    return TryWebhook(webhooks, SqsDeliveries(clients.sqs(), settings.deliveries))
