"""GET /v1/team/members: the team's staff, for its admin."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.core.members import Staff, list_members
from functions.edge.api import Request, Response, answer
from functions.edge.members import shown
from functions.list_members.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("list_members", event, lambda request: serve(request, build()))


def serve(request: Request, world: Staff) -> Response:
    """200 with every member, and what the identity provider knows of each."""
    listed = list_members(request.caller.team, world)
    return Response(200, {"members": [shown(member, profile) for member, profile in listed]})


@cache
def build() -> Staff:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    return Staff(
        DynamoMembers(clients.dynamodb(), settings.table), CognitoPeople(clients.cognito(), settings.pool)
    )
