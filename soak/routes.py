"""What each route is called with on the played deployment, and what it may answer when it is called again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.core.agreement_text import version_of
from functions.core.routes import PUBLIC, Route
from functions.core.scopes import CLIENT, ROLE_SCOPES
from soak.asking import request
from soak.playing import FACTS, Played
from soak.things import (
    CONSENT,
    HOLD,
    JOB,
    RESTRICTED,
    TEXTS,
    USER,
    assessed,
    capability,
    completed,
    consented,
    declared,
    erasure,
    export,
    failed,
    held,
    held_file,
    incident,
    job,
    kept,
    masked,
    member,
    nothing,
    opted_out,
    pending,
    restricted,
    reviewed,
    webhook,
)


@dataclass(frozen=True)
class Called:
    """``prepare`` makes what the path names, and says its id.

    ``again`` are the answers to a call that was done already: the second delete of a webhook finds none. A
    second call leaves one more of what is named by ``twice``. What a call leaves to the sweeper is in rows
    whose names begin with ``later``.
    """

    prepare: Callable[[Played], str]
    body: Any = None
    again: tuple[int, ...] = ()
    twice: tuple[str, ...] = ()
    later: str = ""


SAID: Final = ("audit team",)  # each call that does it anew has its entry
WIDER: Final = {"recipe": {"version": 1, "hide": {"face": {}, "text": {}}}}
MISSED: Final = {"kind": "missed"}
ONE: Final = "/v1/users/{user_id}"
CALLED: Final[Mapping[str, Called]] = {
    "POST /v1/jobs": Called(nothing, {"user_id": USER, **JOB}),
    "POST /v1/me/jobs": Called(nothing, JOB),
    "GET /v1/jobs": Called(job),
    **{f"GET {at}/jobs/{{id}}": Called(masked) for at in ("/v1", "/v1/me")},
    **{f"GET {at}/jobs": Called(job) for at in (ONE, "/v1/me")},
    **{f"POST {at}/jobs/{{id}}/reports": Called(masked, MISSED) for at in ("/v1", "/v1/me")},
    **{f"POST {at}/jobs/{{id}}/remask": Called(masked, WIDER, twice=SAID) for at in ("/v1", "/v1/me")},
    "POST /v1/jobs/{id}/retry": Called(failed, again=(409,)),
    **{f"GET {at}": Called(masked) for at in (ONE, "/v1/me")},
    **{f"DELETE {at}": Called(masked) for at in (ONE, "/v1/me")},
    **{f"DELETE {at}/jobs/{{id}}": Called(masked) for at in ("/v1", "/v1/me")},
    f"PUT {ONE}/hold": Called(nothing, HOLD),
    f"GET {ONE}/hold": Called(held),
    f"DELETE {ONE}/hold": Called(held),
    "POST /v1/erasures": Called(masked, {"scope": {"users": ["u1", "u2"]}}),
    "GET /v1/erasures": Called(erasure),
    **{f"GET {at}/erasures/{{id}}": Called(erasure) for at in ("/v1", "/v1/me")},
    **{f"GET {at}/erasures/{{id}}/receipt": Called(completed) for at in ("/v1", "/v1/me")},
    "POST /v1/erasures/{id}/approve": Called(pending, again=(409,)),
    "POST /v1/erasures/{id}/cancel": Called(pending, again=(409,)),
    "GET /v1/reviews": Called(reviewed),
    "GET /v1/reviews/{id}": Called(reviewed, twice=SAID),
    "POST /v1/reviews/{id}/release": Called(reviewed, {}, again=(409, 412), twice=SAID),
    "POST /v1/reviews/{id}/reject": Called(reviewed, again=(404,)),
    "POST /v1/sessions": Called(nothing, {"user_id": USER, "permissions": ["jobs.read"]}),
    "GET /v1/team/figures": Called(job),
    "GET /v1/team/members": Called(member),
    "POST /v1/team/members": Called(nothing, {"email": "new@example.org", "roles": ["reviewer"]}, (409,)),
    "DELETE /v1/team/members/{id}": Called(member, again=(404,), twice=SAID),
    "PUT /v1/team/members/{id}/roles": Called(member, {"roles": ["privacy"]}, twice=SAID),
    "GET /v1/team/settings": Called(nothing),
    "PATCH /v1/team/settings": Called(nothing, {"version": 0, "retention": {"results": 120}}, (409,)),
    **{f"GET {at}/consents": Called(consented) for at in (ONE, "/v1/me")},
    **{f"GET {at}/consents/{{purpose}}": Called(consented) for at in (ONE, "/v1/me")},
    **{
        f"PUT {at}/consents/{{purpose}}": Called(declared, CONSENT, twice=("ledger consent", *SAID))
        for at in (ONE, "/v1/me")
    },
    **{f"DELETE {at}/consents/{{purpose}}": Called(consented) for at in (ONE, "/v1/me")},
    **{f"PUT {at}/opt-outs/sale-sharing": Called(nothing) for at in (ONE, "/v1/me")},
    **{f"GET {at}/opt-outs/sale-sharing": Called(opted_out) for at in (ONE, "/v1/me")},
    **{f"DELETE {at}/opt-outs/sale-sharing": Called(opted_out) for at in (ONE, "/v1/me")},
    **{f"PUT {at}/restriction": Called(masked, RESTRICTED, later="restricting") for at in (ONE, "/v1/me")},
    **{f"GET {at}/restriction": Called(restricted) for at in (ONE, "/v1/me")},
    **{f"DELETE {at}/restriction": Called(restricted, later="restricting") for at in (ONE, "/v1/me")},
    **{f"POST {at}/exports": Called(masked) for at in (ONE, "/v1/me")},
    **{f"GET {at}/exports": Called(export) for at in (ONE, "/v1/me")},
    **{f"GET {at}/exports/{{id}}": Called(export) for at in (ONE, "/v1/me")},
    "GET /v1/team/agreement": Called(nothing),
    "POST /v1/team/agreement": Called(nothing, {"version": version_of(FACTS)}),
    "GET /v1/team/datasets/{purpose}": Called(kept),
    "GET /v1/team/audit": Called(declared),
    "GET /v1/team/audit/export": Called(declared),
    "GET /v1/reports/{capability}": Called(capability),
    "POST /v1/reports/{capability}": Called(capability, MISSED),
    "GET /v1/privacy": Called(nothing),
    "GET /v1/team/records-of-processing": Called(nothing),
    "GET /openapi.json": Called(nothing),
    "GET /.well-known/jwks.json": Called(nothing),
    "GET /.well-known/security.txt": Called(nothing),
    "POST /v1/incidents": Called(
        masked, {"kind": "integrity", "description": "something"}, twice=("table incident", *SAID)
    ),
    "GET /v1/incidents": Called(incident),
    "GET /v1/incidents/{id}": Called(incident),
    "GET /v1/incidents/{id}/drafts": Called(incident),
    "POST /v1/incidents/{id}/notes": Called(incident, {"text": "looked into it"}, twice=SAID),
    "POST /v1/incidents/{id}/assess": Called(
        incident, {"risk": "none", **dict.fromkeys(TEXTS, "none")}, twice=SAID
    ),
    "POST /v1/incidents/{id}/notify": Called(incident, {"whom": "authority"}, twice=SAID),
    "POST /v1/incidents/{id}/close": Called(assessed, {"lessons": "shorter links"}, (409,)),
    "POST /v1/team/subjects:match": Called(incident, {"user_ids": [USER]}),
    "POST /v1/team/webhooks": Called(
        nothing,
        {"url": "https://a.example.org/", "events": ["eu.moretta.job.done"]},
        twice=("table webhook enabled", *SAID),
    ),
    "GET /v1/team/webhooks": Called(webhook),
    "GET /v1/team/webhooks/{id}": Called(webhook),
    "PATCH /v1/team/webhooks/{id}": Called(webhook, {"state": "enabled"}),
    "DELETE /v1/team/webhooks/{id}": Called(webhook, again=(404,)),
    "POST /v1/team/webhooks/{id}/secret": Called(webhook, twice=SAID),
    "POST /v1/team/webhooks/{id}/test": Called(webhook),
    "GET /v1/team/webhooks/{id}/deliveries": Called(webhook),
}


def role_of(route: Route) -> str:
    """A role that may call a route."""
    if route.scope == PUBLIC or route.kind == "session":
        return CLIENT
    return next(role for role in (CLIENT, "privacy", "admin", "reviewer") if route.scope in ROLE_SCOPES[role])


def event_of(played: Played, route: Route) -> dict[str, Any]:
    """The event of a call of a route, and all that it is about made before."""
    called = CALLED[route.name]
    made, path = called.prepare(played), {}
    if "{user_id}" in route.path:
        path["user_id"] = USER
    for name in ("id", "purpose", "capability"):
        if f"{{{name}}}" in route.path:
            path[name] = made
    body = {**called.body, "incident": made} if route.path.endswith(":match") else called.body
    event = request(played, route.name, path, body, role=role_of(route), user=USER)
    if route.name in {"POST /v1/jobs", "POST /v1/me/jobs"}:
        event["headers"] = {"Idempotency-Key": "once"}  # how a caller asks again
    if route.path.endswith("/release"):
        event["headers"] = {"If-Match": f'"{held_file(played)[1]}"'}
    return event
