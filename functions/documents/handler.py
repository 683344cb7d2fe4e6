"""GET /v1/privacy, /.well-known/security.txt, /v1/team/records-of-processing: made when they are asked for.

The first two are public. A notice of a team (``?team=``) says what that team tells the people in its photos;
of an id that no team has it says what a new team would: whether there is one is not told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.team_settings import DynamoSettings
from functions.core.deployment import Deployment
from functions.core.names import parse_team
from functions.core.privacy import assessment, notice, parse_language, parse_part, record, security_txt
from functions.core.retention_ports import TeamSettings
from functions.core.team_settings import Bounds, defaults
from functions.core.times import now
from functions.documents.settings import Settings
from functions.edge.api import Asked, Request, Response, answer, answer_anybody
from functions.edge.pages import shown

RECORDS: Final = "/v1/team/records-of-processing"
SECURITY: Final = "/.well-known/security.txt"
# Of a team's documents: the heading of a page, and what makes it.
_PARTS: Final = {"record": ("record", record), "assessment": ("impact", assessment)}


@dataclass(frozen=True)
class Documents:
    """What documents are made of."""

    settings: TeamSettings
    bounds: Bounds
    facts: Deployment


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry."""
    if event.get("resource") == RECORDS:
        return answer("documents", event, lambda request: serve(request, build()))
    if event.get("resource") == SECURITY:
        return answer_anybody("documents", event, lambda: serve_security(build()))
    return answer_anybody("documents", event, lambda: serve_notice(Asked.of(event), build()))


def serve_notice(asked: Asked, world: Documents) -> Response:
    """200 with the notice, as JSON or as a page."""
    language = _language(asked.query, asked.headers)
    team = asked.query.get("team")
    settings = defaults(world.bounds) if team is None else world.settings.of(parse_team(team))
    return shown("notice", notice(world.facts, settings, language), asked.headers)


def serve(request: Request, world: Documents) -> Response:
    """200 with the team's record, or where its impact assessment begins, as JSON or as a page."""
    language, team = _language(request.query, request.headers), request.caller.team
    heading, make = _PARTS[parse_part(request.query)]
    made = make(world.facts, world.settings.of(team), team, language)
    return shown(heading, made, request.headers)


def serve_security(world: Documents) -> Response:
    """200 with the contact, as text."""
    return Response(200, security_txt(world.facts, now()), {"Content-Type": "text/plain; charset=utf-8"})


@cache
def build() -> Documents:
    """The concrete world, once per worker."""
    told = Settings.from_env()
    bounds = Bounds.parse(told.retention)
    settings = DynamoSettings(clients.dynamodb(), told.table, bounds)
    return Documents(settings, bounds, Deployment.parse(told.deployment))


def _language(query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    return parse_language(query.get("language"), headers.get("accept-language", ""))
