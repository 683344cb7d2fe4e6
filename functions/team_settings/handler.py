"""GET and PATCH /v1/team/settings: what a team has chosen; its admin changes the version that was read.

GET and POST /v1/team/agreement: what it agrees to with the operator; its admin accepts the version in force.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.agreements import DynamoAgreements
from functions.aws.audit import AuditRows
from functions.aws.retained import DynamoRetained
from functions.aws.team_settings import DynamoSettings
from functions.core.agreeing import Agreeing, accept_agreement, show_agreement
from functions.core.agreement import Terms
from functions.core.agreement_text import version_of
from functions.core.audit import CLIENT
from functions.core.change_settings import Change, ChangeSettings, change_settings, parse_dry_run
from functions.core.deployment import Deployment
from functions.core.members import MOST as MOST_MEMBERS
from functions.core.privacy import parse_language
from functions.core.routes import AGREEMENT
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.core.webhook import MOST_WEBHOOKS
from functions.edge.agreement import as_document
from functions.edge.api import Request, Response, answer
from functions.edge.pages import shown as as_shown
from functions.edge.team_settings import changed, shown
from functions.team_settings.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    if event.get("resource") == AGREEMENT:
        return answer("team_settings", event, lambda request: serve_agreement(request, build_agreement()))
    return answer("team_settings", event, lambda request: serve(request, build()))


def serve(request: Request, world: ChangeSettings) -> Response:
    """200 with the settings; of a change, as they are after it, and what it reaches."""
    caller = request.caller
    if request.method == "GET":
        return Response(200, shown(world.settings.of(caller.team), world))
    dry_run = parse_dry_run(request.query)
    change = Change(caller.team, caller.person or CLIENT, request.json(), dry_run)
    return Response(200, changed(*change_settings(change, world, now()), world, dry_run=dry_run))


def serve_agreement(request: Request, world: Agreeing) -> Response:
    """200 with the agreement, as JSON or as a page; accepted before, if it is posted."""
    caller, version = request.caller, request.query.get("version")
    language = parse_language(request.query.get("language"), request.headers.get("accept-language", ""))
    if request.method == "POST":
        accept_agreement(caller.team, caller.person or CLIENT, request.json(), world, now())
    found = show_agreement(caller.team, version, language, world, now())
    return as_shown("agreement", as_document(found), request.headers)


@cache
def build_agreement() -> Agreeing:
    """The concrete world of the agreement, once per worker."""
    told = Settings.from_env()
    audit, facts = AuditRows(told.audit, told.audit_days), Deployment.parse(told.deployment)
    agreements = DynamoAgreements(clients.dynamodb(), told.table, told.ledger, audit)
    grace = timedelta(days=told.agreement_grace_days)
    return Agreeing(agreements, Terms(version_of(facts), told.agreement_mode, grace), facts)


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
