"""How the path of each route is filled for a team and a user, and what never was looks like."""

import secrets
from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

from functions.core.routes import ROUTES, Route
from tests.e2e.staffed import Team, ended_erasure_of, erasure_of, job_of, own_erasure_of

INCIDENT = {"kind": "confidentiality", "description": "a link was sent to a stranger"}
HOOKS = "/v1/team/webhooks"
# Nothing of these tests ends like this, so nothing is ever sent.
HOOK = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.erasure.failed"]}


def webhook_of(team: Team, _user: str) -> str:
    """One of the team's webhooks, the first if it has any: it may have ten."""
    call = team.speaker.client.call
    found = call("GET", HOOKS)[1]["webhooks"]
    return str((found[0] if found else call("POST", HOOKS, HOOK)[1])["id"])


def incident_of(team: Team, _user: str) -> str:
    """One of the team's incidents, opened by its privacy officer."""
    return str(team.call("privacy", "", "POST", "/v1/incidents", INCIDENT)[1]["id"])


def export_of(team: Team, user: str) -> str:
    """An export of a user that runs or has ended."""
    return str(team.speaker.client.call("POST", f"/v1/users/{quote(user, safe='')}/exports")[1]["id"])


# How the path of a route is filled for a team and a user, and what never was looks like.
NAMED: dict[str, tuple[Callable[[Team, str], str], Callable[[], str]]] = {
    "GET /v1/jobs/{id}": (
        job_of,
        lambda: secrets.token_hex(16).translate({48: 97, 49: 98, 56: 99, 57: 100}) + "0" * 26,
    ),
    "GET /v1/erasures/{id}": (erasure_of, lambda: "0" * 26),
    "DELETE /v1/team/members/{id}": (lambda team, _: team.member(), lambda: str(uuid4())),
    "PUT /v1/team/members/{id}/roles": (lambda team, _: team.member(), lambda: str(uuid4())),
}
WEBHOOK_ROUTES = [route.name for route in ROUTES if route.path.startswith(f"{HOOKS}/{{id}}")]
NAMED |= {name: (webhook_of, lambda: "0" * 26) for name in WEBHOOK_ROUTES}
INCIDENT_ROUTES = [route.name for route in ROUTES if route.path.startswith("/v1/incidents/{id}")]
NAMED |= {name: (incident_of, lambda: "0" * 26) for name in INCIDENT_ROUTES}
for _path in ("/v1/users/{user_id}", "/v1/me"):
    NAMED[f"GET {_path}/exports/{{id}}"] = (export_of, lambda: "0" * 26)
NAMED["POST /v1/jobs/{id}/reports"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/me/jobs/{id}/reports"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/jobs/{id}/remask"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/me/jobs/{id}/remask"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/jobs/{id}/retry"] = NAMED["GET /v1/jobs/{id}"]
for _decision in ("approve", "cancel"):
    NAMED[f"POST /v1/erasures/{{id}}/{_decision}"] = NAMED["GET /v1/erasures/{id}"]
NAMED["DELETE /v1/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["DELETE /v1/me/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["GET /v1/me/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["GET /v1/me/erasures/{id}"] = (own_erasure_of, NAMED["GET /v1/erasures/{id}"][1])
NAMED["GET /v1/erasures/{id}/receipt"] = (lambda team, _: team.erased, NAMED["GET /v1/erasures/{id}"][1])
NAMED["GET /v1/me/erasures/{id}/receipt"] = (ended_erasure_of, NAMED["GET /v1/erasures/{id}"][1])
for _name in [route.name for route in ROUTES if route.path.startswith("/v1/reviews/{id}")]:
    NAMED[_name] = NAMED["GET /v1/jobs/{id}"]


def path_of(route: Route, owner: Team, user: str) -> str:
    path = route.path.replace("{user_id}", quote(user, safe="")).replace("{purpose}", "masking")
    path = path.replace("{capability}", "none")
    return path.replace("{id}", NAMED[route.name][0](owner, user)) if "{id}" in path else path
