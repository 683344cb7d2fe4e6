"""POST /v1/team/members: somebody joins the team's staff, and is told by mail."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.core.member import parse_invitation
from functions.core.members import Staff, invite_member
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.members import shown
from functions.invite_member.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("invite_member", event, lambda request: serve(request, build()))


def serve(request: Request, world: Staff) -> Response:
    """201 with the member."""
    member = invite_member(parse_invitation(request.json()), request.caller.act(now()), world)
    return Response(201, shown(member), {"Location": f"/v1/team/members/{member.id}"})


@cache
def build() -> Staff:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    audit = AuditRows(settings.audit, settings.audit_days)
    members = DynamoMembers(clients.dynamodb(), settings.table, audit)
    return Staff(members, CognitoPeople(clients.cognito(), settings.pool))
