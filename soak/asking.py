"""Events as the gateway makes them."""

import json
from collections.abc import Mapping
from typing import Any

from functions.core.scopes import CLIENT
from functions.core.times import now
from soak.playing import Played


def request(
    played: Played,
    route: str,
    path: Mapping[str, str],
    body: object = None,
    *,
    role: str = CLIENT,
    user: str = "",
) -> dict[str, Any]:
    """The gateway's event: by the team's backend, by somebody of its staff, or by a session of a user."""
    method, _, template = route.partition(" ")
    if template.startswith("/v1/me"):
        who = played.user(user)
        authorizer: dict[str, Any] = {
            "team": played.team,
            "person": who.person,
            "epoch": str(who.epoch),
            "subject": who.subject,
        }
    else:
        claims = {"sub": role, "client_id": "client", "team": played.team, "roles": role}
        person = {"username": role, "auth_time": str(int(now().timestamp()))} if role != CLIENT else {}
        authorizer = {"claims": {**claims, **person}}
    return {
        "httpMethod": method,
        "resource": template,
        "pathParameters": dict(path),
        "headers": {},
        "queryStringParameters": None,
        "requestContext": {"authorizer": authorizer, "requestId": "r"},
        "body": None if body is None else json.dumps(body),
    }
