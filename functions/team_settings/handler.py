"""GET and PATCH /v1/team/settings: what a team has chosen; its admin changes the version that was read."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.retained import DynamoRetained
from functions.aws.team_settings import DynamoSettings
from functions.core.change_settings import Change, ChangeSettings, change_settings, parse_dry_run
from functions.core.members import MOST as MOST_MEMBERS
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.core.webhook import MOST_WEBHOOKS
from functions.edge.api import Request, Response, answer
from functions.edge.team_settings import changed, shown
from functions.team_settings.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("team_settings", event, lambda request: serve(request, build()))


def serve(request: Request, world: ChangeSettings) -> Response:
    """200 with the settings; of a change, as they are after it, and what it reaches."""
    caller = request.caller
    if request.method == "GET":
        return Response(200, shown(world.settings.of(caller.team), world))
    dry_run = parse_dry_run(request.query)
    change = Change(caller.team, caller.person or "client", request.json(), dry_run)
    return Response(200, changed(*change_settings(change, world, now()), world, dry_run=dry_run))


@cache
def build() -> ChangeSettings:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    bounds, audit = Bounds.parse(told.retention), AuditRows(told.audit, told.audit_days)
    quotas = {
        "jobs_per_minute": told.jobs_per_minute,
        "upload_bytes": told.most_bytes,
        "members": MOST_MEMBERS,
        "webhooks": MOST_WEBHOOKS,
    }
    return ChangeSettings(
        DynamoSettings(dynamodb, told.table, bounds, audit),
        DynamoRetained(dynamodb, told.table),
        bounds,
        quotas,
    )
