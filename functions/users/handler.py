"""GET /v1/users/{user_id}, GET /v1/me: what is stored about a person."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.holds import DynamoHolds
from functions.aws.ledger import DynamoLedger
from functions.aws.partition import DynamoPartition
from functions.aws.services import KmsMac
from functions.core.names import parse_user_id
from functions.core.stored_of import StoredOf, stored_of
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.stored_of import stored
from functions.users.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("users", event, lambda request: serve(request, *build()))


def serve(request: Request, world: StoredOf, path_encoded: bool) -> Response:
    """200 with the counts."""
    caller = request.caller
    whom = caller.user or parse_user_id(request.parameter("user_id", encoded=path_encoded))
    return Response(200, stored(stored_of(caller.team, whom, world, now())))


@cache
def build() -> tuple[StoredOf, bool]:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    world = StoredOf(
        DynamoPartition(dynamodb, settings.table),
        DynamoLedger(dynamodb, settings.ledger),
        DynamoHolds(dynamodb, settings.ledger),
        KmsMac(clients.kms(), settings.pseudonym_key),
    )
    return world, bool(settings.path_encoded)
