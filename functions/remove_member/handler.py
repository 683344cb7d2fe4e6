"""DELETE /v1/team/members/{id}: a member leaves, and the account goes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.core.members import Staff, remove_member
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.remove_member.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("remove_member", event, lambda request: serve(request, build()))


def serve(request: Request, world: Staff) -> Response:
    """204."""
    remove_member(request.parameter("id"), request.caller.act(now()), world)
    return Response(204, {})


@cache
def build() -> Staff:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    audit = AuditRows(settings.audit, settings.audit_days)
    members = DynamoMembers(clients.dynamodb(), settings.table, audit)
    return Staff(members, CognitoPeople(clients.cognito(), settings.pool))
