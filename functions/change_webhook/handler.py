"""PATCH /v1/team/webhooks/{id}: point it elsewhere, tell it of other events, disable or enable it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.webhooks import DynamoWebhooks
from functions.change_webhook.settings import Settings
from functions.core.times import now
from functions.core.webhook_ports import Webhooks
from functions.core.webhooks import change_webhook
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("change_webhook", event, lambda request: serve(request, build()))


def serve(request: Request, world: Webhooks) -> Response:
    """200 with the webhook as it is now."""
    changed = change_webhook(request.parameter("id"), request.json(), request.caller.act(now()), world)
    return Response(200, shown(changed))


@cache
def build() -> Webhooks:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoWebhooks(dynamodb, settings.table, AuditRows(settings.audit, settings.audit_days))
