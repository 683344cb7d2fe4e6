"""DELETE /v1/team/webhooks/{id}: be told no more."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.webhooks import DynamoWebhooks
from functions.core.times import now
from functions.core.webhook_ports import Webhooks
from functions.core.webhooks import delete_webhook
from functions.delete_webhook.settings import Settings
from functions.edge.api import Request, Response, answer


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("delete_webhook", event, lambda request: serve(request, build()))


def serve(request: Request, world: Webhooks) -> Response:
    """204; what waits for it is dropped."""
    delete_webhook(request.parameter("id"), request.caller.act(now()), world)
    return Response(204, {})


@cache
def build() -> Webhooks:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return DynamoWebhooks(dynamodb, settings.table, AuditRows(settings.audit, settings.audit_days))
