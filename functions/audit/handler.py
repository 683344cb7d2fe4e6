"""GET /v1/team/audit and GET /v1/team/audit/export: who did what, and the proof of it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from functions.audit.settings import Settings
from functions.aws import clients
from functions.aws.audit_heads import DynamoHeads
from functions.aws.audit_log import DynamoAuditLog
from functions.aws.team_settings import DynamoSettings
from functions.core.read_audit import ReadAudit, export, list_entries, parse_asked, parse_export
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.api import Request, Response, answer

EXPORT: Final = "/v1/team/audit/export"
LINES: Final = "application/jsonl"


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("audit", event, lambda request: serve(request, build()))


def serve(request: Request, world: ReadAudit) -> Response:
    """200 with a page of entries; of the export with lines, and a link to those behind them (RFC 8288)."""
    team, at = request.caller.team, now()
    if request.route != f"GET {EXPORT}":
        entries, after = list_entries(team, parse_asked(request.query), world, at)
        more = {"next": after} if after else {}
        return Response(200, {"entries": [entry.to_json() for entry in entries], **more})
    lines, after = export(team, parse_export(request.query, at), world, at)
    headers = {"Content-Type": LINES}
    if after:
        headers["Link"] = f'<{EXPORT}?{urlencode({**request.query, "after": after})}>; rel="next"'
    return Response(200, b"".join(line + b"\n" for line in lines).decode(), headers)


@cache
def build() -> ReadAudit:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    return ReadAudit(
        DynamoAuditLog(dynamodb, told.audit),
        DynamoHeads(dynamodb, told.ledger),
        DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
    )
