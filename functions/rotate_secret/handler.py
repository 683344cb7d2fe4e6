"""POST /v1/team/webhooks/{id}/secret: a new secret, beside the old one for a while."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.webhooks import DynamoWebhooks, KmsVault
from functions.core.times import now
from functions.core.webhooks import Secrets, rotate_secret
from functions.edge.api import Request, Response, answer
from functions.edge.webhooks import shown
from functions.rotate_secret.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("rotate_secret", event, lambda request: serve(request, build()))


def serve(request: Request, world: Secrets) -> Response:
    """200 with the webhook and its new secret, which is shown this once."""
    webhook, secret = rotate_secret(request.parameter("id"), request.caller.act(now()), world)
    return Response(200, shown(webhook) | {"secret": secret})


@cache
def build() -> Secrets:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    return Secrets(
        DynamoWebhooks(dynamodb, settings.table, AuditRows(settings.audit, settings.audit_days)),
        KmsVault(clients.kms(), settings.encryption_key),
        timedelta(seconds=settings.overlap_seconds),
    )
