"""What is sent to each route, and the status with which it answers who may reach it."""

import secrets
from typing import Any

from functions.core.routes import Route
from tests.e2e.route_paths import HOOK, INCIDENT
from tests.e2e.world import CANARY
from tools.client import RECIPE

CONSENT = {"notice": "1", "language": "en", "given_by": "self", "evidence": "a box"}
JOB: dict[str, Any] = {"recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
TEXTS = ("reasons", "consequences", "measures")
SUCCESS = {
    "GET /v1/reviews": 200,
    "GET /v1/reviews/{id}": 404,  # these are reached, and the job is not in review
    "POST /v1/reviews/{id}/release": 404,
    "POST /v1/reviews/{id}/reject": 404,
    "POST /v1/jobs": 201,
    "GET /v1/jobs": 200,
    "GET /v1/team/figures": 200,
    "POST /v1/jobs/{id}/retry": 409,  # reached, and it has not failed
    "GET /v1/users/{user_id}/jobs": 200,
    "GET /v1/users/{user_id}": 200,
    "GET /v1/me": 200,
    "POST /v1/jobs/{id}/reports": 409,  # reached, and there is no result yet
    "POST /v1/me/jobs/{id}/reports": 409,
    "POST /v1/jobs/{id}/remask": 409,
    "POST /v1/me/jobs/{id}/remask": 409,
    "GET /openapi.json": 200,
    "GET /v1/jobs/{id}": 200,
    "DELETE /v1/users/{user_id}": 202,
    "DELETE /v1/jobs/{id}": 202,
    "PUT /v1/users/{user_id}/hold": 200,
    "GET /v1/users/{user_id}/hold": 404,  # reached, and nobody is held
    "DELETE /v1/users/{user_id}/hold": 204,
    **{
        f"{method} {path}/opt-outs/sale-sharing": 200
        for method in ("PUT", "GET", "DELETE")
        for path in ("/v1/users/{user_id}", "/v1/me")
    },
    **{f"PUT {path}/restriction": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/restriction": 404 for path in ("/v1/users/{user_id}", "/v1/me")},  # reached
    **{f"DELETE {path}/restriction": 204 for path in ("/v1/users/{user_id}", "/v1/me")},
    "POST /v1/erasures": 202,
    "GET /v1/erasures": 200,
    "POST /v1/erasures/{id}/approve": 409,  # reached, and it awaits no approval
    "POST /v1/erasures/{id}/cancel": 409,
    "GET /v1/erasures/{id}": 200,
    "GET /v1/erasures/{id}/receipt": 200,
    "GET /v1/me/erasures/{id}/receipt": 200,
    "GET /.well-known/jwks.json": 200,
    "POST /v1/sessions": 201,
    "GET /v1/team/members": 200,
    "POST /v1/team/members": 201,
    "DELETE /v1/team/members/{id}": 204,
    "PUT /v1/team/members/{id}/roles": 200,
    "POST /v1/me/jobs": 201,
    "GET /v1/me/jobs": 200,
    "GET /v1/me/jobs/{id}": 200,
    "GET /v1/me/erasures/{id}": 200,
    "DELETE /v1/me": 202,
    "DELETE /v1/me/jobs/{id}": 202,
    "GET /v1/team/settings": 200,
    "GET /v1/team/datasets/{purpose}": 404,  # reached, and nothing is kept for masking
    **{f"GET {path}/consents": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/consents/{{purpose}}": 404 for path in ("/v1/users/{user_id}", "/v1/me")},  # reached
    **{f"PUT {path}/consents/{{purpose}}": 409 for path in ("/v1/users/{user_id}", "/v1/me")},  # not needed
    **{f"DELETE {path}/consents/{{purpose}}": 404 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"POST {path}/exports": 202 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/exports": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/exports/{{id}}": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    "PATCH /v1/team/settings": 200,
    "GET /v1/team/agreement": 200,
    "POST /v1/team/agreement": 409,  # reached, and it is another version
    "GET /v1/team/records-of-processing": 200,
    "GET /v1/team/audit": 200,
    "GET /v1/team/audit/export": 200,
    "POST /v1/incidents": 201,
    "GET /v1/incidents": 200,
    **{f"GET /v1/incidents/{{id}}{part}": 200 for part in ("", "/drafts")},
    **{f"POST /v1/incidents/{{id}}/{action}": 200 for action in ("notes", "assess", "notify")},
    "POST /v1/incidents/{id}/close": 409,  # reached, and it was not assessed
    "POST /v1/team/subjects:match": 404,  # reached, and there is no such incident
    "GET /v1/privacy": 200,
    "GET /v1/reports/{capability}": 200,  # whatever it is
    "POST /v1/reports/{capability}": 202,
    "GET /.well-known/security.txt": 200,
    "POST /v1/team/webhooks": 201,
    "GET /v1/team/webhooks": 200,
    "GET /v1/team/webhooks/{id}": 200,
    "PATCH /v1/team/webhooks/{id}": 200,
    "DELETE /v1/team/webhooks/{id}": 204,
    "POST /v1/team/webhooks/{id}/secret": 200,
    "POST /v1/team/webhooks/{id}/test": 202,
    "GET /v1/team/webhooks/{id}/deliveries": 200,
}


def body_of(route: Route, user: str) -> object:
    return {
        "POST /v1/jobs": {"user_id": user, **JOB},
        "POST /v1/me/jobs": JOB,
        "POST /v1/sessions": {"user_id": user, "permissions": ["jobs.read"]},
        "POST /v1/reviews/{id}/release": {},
        "POST /v1/team/members": {
            "email": f"{CANARY}-{secrets.token_hex(8)}@example.org",
            "roles": ["reviewer"],
        },
        "PUT /v1/team/members/{id}/roles": {"roles": ["privacy"]},
        "PATCH /v1/team/settings": {"version": 0},
        "POST /v1/team/agreement": {"version": "1-000000000000"},
        "POST /v1/incidents": INCIDENT,
        "POST /v1/incidents/{id}/notes": {"text": "looked into it"},
        "POST /v1/incidents/{id}/assess": {"risk": "none", **dict.fromkeys(TEXTS, "none")},
        "POST /v1/incidents/{id}/notify": {"whom": "authority"},
        "POST /v1/incidents/{id}/close": {"lessons": "shorter links"},
        "POST /v1/team/subjects:match": {"incident": "0" * 26, "user_ids": [user]},
        "POST /v1/jobs/{id}/reports": {"kind": "missed"},
        "POST /v1/me/jobs/{id}/reports": {"kind": "missed"},
        "POST /v1/reports/{capability}": {"kind": "missed"},
        "POST /v1/jobs/{id}/remask": {"recipe": RECIPE},
        "POST /v1/me/jobs/{id}/remask": {"recipe": RECIPE},
        "PUT /v1/users/{user_id}/consents/{purpose}": CONSENT,
        "PUT /v1/me/consents/{purpose}": CONSENT,
        "PUT /v1/users/{user_id}/restriction": {"ground": "objection"},
        "PUT /v1/me/restriction": {"ground": "objection"},
        "POST /v1/team/webhooks": HOOK,
        "PUT /v1/users/{user_id}/hold": {"ground": "legal_claims", "until": "2099-01-01T00:00:00Z"},
        "POST /v1/erasures": {"scope": {"users": [user]}},
        "PATCH /v1/team/webhooks/{id}": {"state": "enabled"},
    }.get(route.name)
