"""GET /v1/team/datasets/{purpose}: what users let the team keep for a purpose."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.datasets import DynamoDatasets
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Links
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.retained import DynamoRetained
from functions.aws.team_settings import DynamoSettings
from functions.core.list_dataset import ListDataset, list_dataset
from functions.core.list_jobs import parse_listing
from functions.core.standing_copies import Asked
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.datasets.settings import Settings
from functions.edge import shown
from functions.edge.api import Request, Response, answer


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("datasets", event, lambda request: serve(request, build()))


def serve(request: Request, world: ListDataset) -> Response:
    """200 with a page of copies, each with a link."""
    listing, purpose = parse_listing(request.query), request.parameter("purpose")
    return Response(200, shown.dataset(*list_dataset(request.caller.team, purpose, listing, world, now())))


@cache
def build() -> ListDataset:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    asked = Asked(
        DynamoDatasets(dynamodb, told.table),
        DynamoRetained(dynamodb, told.table),
        DynamoLedger(dynamodb, told.ledger),
        DynamoRestrictions(dynamodb, told.table, told.ledger),
        DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
    )
    links = S3Links(clients.s3(), told.held, timedelta(seconds=told.view_seconds), name="copy")
    return ListDataset(asked, links)
