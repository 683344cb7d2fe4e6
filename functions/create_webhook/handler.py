"""POST /v1/team/webhooks: be told of what happens."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.webhooks import DynamoWebhooks, KmsVault
from functions.core.times import now
from functions.core.webhooks import Secrets, create_webhook
from functions.create_webhook.settings import Settings
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("create_webhook", event, lambda request: serve(request, build()))


def serve(request: Request, world: Secrets) -> Response:
    """201 with the webhook and its secret, which is shown this once."""
    webhook, secret = create_webhook(request.json(), request.caller.act(now()), world)
    location = f"/v1/team/webhooks/{webhook.id}"
    return Response(201, shown(webhook) | {"secret": secret}, {"Location": location})


@cache
def build() -> Secrets:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    webhooks = DynamoWebhooks(dynamodb, settings.table, AuditRows(settings.audit, settings.audit_days))
    return Secrets(webhooks, KmsVault(clients.kms(), settings.encryption_key))
