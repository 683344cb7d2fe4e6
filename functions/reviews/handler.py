"""GET /v1/reviews and /v1/reviews/{id}, POST …/release and …/reject: what waits for a person."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows, DynamoAudit
from functions.aws.holds import DynamoHolds
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.objects import S3Links, S3Objects, S3Presence
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.reviews import DynamoReviews
from functions.aws.services import SqsRequeue
from functions.aws.team_settings import DynamoSettings
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.reviews import (
    Decision,
    Reviewing,
    get_review,
    list_reviews,
    parse_reviews,
    reject_review,
    release_review,
)
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.shown import page, review, whole
from functions.reviews.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("reviews", event, lambda request: serve(request, build()))


def serve(request: Request, world: Reviewing) -> Response:
    """What the route answers."""
    return SERVES[request.route](request, world)


def every(request: Request, world: Reviewing) -> Response:
    """200 with a page, what waits longest first."""
    listing = parse_reviews(request.query)
    return Response(200, page(*list_reviews(request.caller.team, listing, world.lists, now())))


def one(request: Request, world: Reviewing) -> Response:
    """200 with the job, and a link to its held original."""
    view = get_review(_decision(request), world, now())
    return Response(200, review(view), {"ETag": f'"{view.etag}"'})


def release(request: Request, world: Reviewing) -> Response:
    """202 with the job, which is masked once more."""
    job = release_review(_decision(request), request.json(), world, now())
    return Response(202, whole(job), {"Location": f"/v1/jobs/{job.ref.id}"})


def reject(request: Request, world: Reviewing) -> Response:
    """200 with the job, which is rejected."""
    return Response(200, whole(reject_review(_decision(request), world, now())))


def _decision(request: Request) -> Decision:
    caller, etag = request.caller, request.headers.get("if-match", "")
    return Decision(caller.team, request.parameter("id"), caller.person or "client", etag.strip('"'))


SERVES: Final[Mapping[str, Callable[[Request, Reviewing], Response]]] = {
    "GET /v1/reviews": every,
    "GET /v1/reviews/{id}": one,
    "POST /v1/reviews/{id}/release": release,
    "POST /v1/reviews/{id}/reject": reject,
}


@cache
def build() -> Reviewing:
    """The concrete world, once per worker."""
    told, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    tables, audit = (dynamodb, told.table, told.ledger), AuditRows(told.audit, told.audit_days)
    life = timedelta(seconds=told.view_seconds)
    queues = {IDENTITY: told.uploads_queue, BACKGROUND: told.backgrounds_queue}
    return Reviewing(
        jobs=DynamoJobs(*tables),
        lists=DynamoLists(dynamodb, told.table),
        ledger=DynamoLedger(dynamodb, told.ledger),
        reviews=DynamoReviews(*tables, audit),
        audit=DynamoAudit(dynamodb, audit),
        held=S3Presence(s3, told.held),
        links=S3Links(s3, told.held, life, name="review"),
        stored=(
            S3Objects(s3, told.held, told.encryption_key),
            S3Objects(s3, told.results, told.encryption_key),
        ),
        queue=SqsRequeue(clients.sqs(), queues),
        settings=DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
        restrictions=DynamoRestrictions(*tables),
        holds=DynamoHolds(dynamodb, told.ledger),
    )
