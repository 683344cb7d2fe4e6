"""/v1/incidents… and POST /v1/team/subjects:match: a breach, from awareness to closure (GDPR Art. 33, 34)."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.incidents import DynamoIncidents
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.services import KmsMac
from functions.core.deployment import Deployment
from functions.core.errors import Invalid
from functions.core.incident import AUTHORITY, PEOPLE
from functions.core.incident_drafts import draft
from functions.core.incidents import World, act, find, match, open_incident, parse_user_ids
from functions.core.names import is_id
from functions.core.privacy import parse_language
from functions.core.times import now
from functions.edge.api import Request, Response, answer
from functions.edge.incidents import shown
from functions.incidents.settings import Settings

PAGE: Final = 20
AT_ONCE: Final = 16  # ids that are asked about beside each other
_ONE: Final = "/v1/incidents/{id}"


@dataclass(frozen=True)
class Told:
    """The world, and the facts that drafts name."""

    world: World
    facts: Deployment


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    return answer("incidents", event, lambda request: serve(request, build()))


def serve(request: Request, told: Told) -> Response:
    """What the route's own function answers; any other is one of the actions."""
    return _ROUTES.get(request.route, _act)(request, told)


def _open(request: Request, told: Told) -> Response:
    caller, at = request.caller, now()
    incident = open_incident(caller.team, caller.person or "client", request.json(), told.world, at)
    return Response(201, shown(incident, at), {"Location": f"/v1/incidents/{incident.id}"})


def _list(request: Request, told: Told) -> Response:
    after = request.query.get("after")
    if not request.query.keys() <= {"after"} or (after is not None and not is_id(after)):
        raise Invalid("must be the `next` of the page before", field="after")
    found = told.world.incidents.all(request.caller.team, PAGE, after)
    more = {"next": found[-1].id} if len(found) == PAGE else {}
    return Response(200, {"incidents": [shown(incident, now()) for incident in found], **more})


def _get(request: Request, told: Told) -> Response:
    return Response(200, shown(find(request.caller.team, request.parameter("id"), told.world), now()))


def _drafts(request: Request, told: Told) -> Response:
    incident = find(request.caller.team, request.parameter("id"), told.world)
    language = parse_language(request.query.get("language"), request.headers.get("accept-language", ""))
    return Response(
        200, {"drafts": [draft(whom, incident, told.facts, language) for whom in (AUTHORITY, PEOPLE)]}
    )


def _act(request: Request, told: Told) -> Response:
    caller, at = request.caller, now()
    incident = find(caller.team, request.parameter("id"), told.world)
    action = request.route.rpartition("/")[2]
    changed = act(action, incident, caller.person or "client", request.json(), told.world, at)
    return Response(200, shown(changed, at))


def _match(request: Request, told: Told) -> Response:
    incident_id, user_ids = parse_user_ids(request.json())
    incident = find(request.caller.team, incident_id, told.world)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        affected, whole = match(incident, user_ids, told.world, pool.map)
    return Response(200, {"affected": affected, "whole": whole})


_ROUTES: Final[Mapping[str, Callable[[Request, Told], Response]]] = {
    "POST /v1/incidents": _open,
    "GET /v1/incidents": _list,
    f"GET {_ONE}": _get,
    f"GET {_ONE}/drafts": _drafts,
    "POST /v1/team/subjects:match": _match,
}


@cache
def build() -> Told:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    world = World(
        DynamoIncidents(dynamodb, told.table, AuditRows(told.audit, told.audit_days)),
        DynamoLists(dynamodb, told.table),
        KmsMac(clients.kms(), told.pseudonym_key),
        DynamoLedger(dynamodb, told.ledger),
    )
    return Told(world, Deployment.parse(told.deployment))
