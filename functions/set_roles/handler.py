"""PUT /v1/team/members/{id}/roles: what a member may do."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.core.member import parse_roles
from functions.core.members import Staff, set_roles
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.members import shown
from functions.set_roles.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("set_roles", event, lambda request: serve(request, build()))


def serve(request: Request, world: Staff) -> Response:
    """200 with the member in the new roles."""
    roles = parse_roles(request.json())
    return Response(200, shown(set_roles(request.parameter("id"), roles, request.caller.act(now()), world)))


@cache
def build() -> Staff:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    audit = AuditRows(settings.audit, settings.audit_days)
    members = DynamoMembers(clients.dynamodb(), settings.table, audit)
    return Staff(members, CognitoPeople(clients.cognito(), settings.pool))
