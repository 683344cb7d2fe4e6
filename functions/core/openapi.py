"""The API's OpenAPI 3.1 document, made of the route table and the schemas."""

import re
from typing import Any, Final

from functions.core.audit_schemas import AUDIT_ANSWERS, AUDIT_PARAMETERS, AUDIT_SCHEMAS
from functions.core.consent_schemas import CONSENT_ANSWERS, CONSENT_SCHEMAS
from functions.core.document_schemas import (
    DOCUMENT_ANSWERS,
    DOCUMENT_PARAMETERS,
    DOCUMENT_SCHEMAS,
    PAGES,
)
from functions.core.erasure_schemas import ID, TIME, USER_ID
from functions.core.export_schemas import EXPORT_ANSWERS, EXPORT_SCHEMAS
from functions.core.figure_schemas import FIGURE_ANSWERS, FIGURE_PARAMETERS, FIGURE_SCHEMAS
from functions.core.incident_schemas import (
    INCIDENT_ANSWERS,
    INCIDENT_BODIES,
    INCIDENT_PARAMETERS,
    INCIDENT_SCHEMAS,
)
from functions.core.list_jobs import MOST
from functions.core.problems import PROBLEMS
from functions.core.rectify_schemas import RECTIFY_BODIES
from functions.core.restriction_schemas import (
    RESTRICTION_ANSWERS,
    RESTRICTION_BODIES,
    RESTRICTION_SCHEMAS,
)
from functions.core.review_schemas import IF_MATCH, REVIEW_ANSWERS, REVIEW_SCHEMAS
from functions.core.routes import PUBLIC, ROUTES, Route
from functions.core.schema_parts import Schema, ref
from functions.core.schemas import SCHEMAS
from functions.core.scopes import SCOPES, SERVER
from functions.core.settings_schemas import (
    SETTINGS_ANSWERS,
    SETTINGS_BODIES,
    SETTINGS_PARAMETERS,
    SETTINGS_SCHEMAS,
)
from functions.core.user_schemas import USER_ANSWERS, USER_SCHEMAS
from functions.core.version import VERSION
from functions.core.webhook_schemas import WEBHOOK_ANSWERS, WEBHOOK_SCHEMAS

_ALWAYS: Final = ("400", "401", "403", "413", "415", "429", "500", "502", "503", "504")


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": description}


_PAGE: Final = [
    _query(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50},
        "how many a page holds at most",
    ),
    _query("after", ID, "the `next` of the page before"),
]
_STATE: Final = SCHEMAS["JobSummary"]["properties"]["state"]
_FILTERS: Final = [
    _query("state", _STATE, "only jobs in this state"),
    _query("from", TIME, "only jobs created then or later"),
    _query("to", TIME, "only jobs created before"),
]
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "asked again with the same key and body, the answer is the same, for a day",
}
_PATH: Final = {"user_id": USER_ID}
_BODIES: Final = {
    "POST /v1/jobs": {"oneOf": [ref("JobRequest"), ref("JobRequests")]},
    "POST /v1/me/jobs": {"oneOf": [ref("OwnJobRequest"), ref("OwnJobRequests")]},
    "POST /v1/reviews/{id}/release": ref("ReviewRelease"),
    "POST /v1/sessions": ref("SessionRequest"),
    "POST /v1/team/members": ref("Invitation"),
    "PUT /v1/team/members/{id}/roles": ref("Roles"),
    "POST /v1/erasures": ref("ErasureRequest"),
    "PUT /v1/users/{user_id}/hold": ref("HoldRequest"),
    "POST /v1/team/webhooks": ref("WebhookRequest"),
    "PATCH /v1/team/webhooks/{id}": ref("WebhookChange"),
    **SETTINGS_BODIES,
    **INCIDENT_BODIES,
    **RESTRICTION_BODIES,
    **RECTIFY_BODIES,
    "PUT /v1/users/{user_id}/consents/{purpose}": ref("ConsentRequest"),
    "PUT /v1/me/consents/{purpose}": ref("ConsentRequest"),
}
_PARAMETERS: Final = {
    "create_job": [_KEY],
    "request_export": [_KEY],
    "list_exports": _PAGE,
    "list_jobs": [*_FILTERS, *_PAGE],
    "list_user_jobs": _PAGE,
    "list_reviews": _PAGE,
    "list_dataset": _PAGE,
    "release_review": [IF_MATCH],
    **SETTINGS_PARAMETERS,
    **DOCUMENT_PARAMETERS,
    **AUDIT_PARAMETERS,
    **INCIDENT_PARAMETERS,
    **FIGURE_PARAMETERS,
}
# What a route answers when it went well, what it is for, and the refusals that are its own.
_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "create_job": (
        {"201": "CreatedJob", "207": "CreatedJobs"},
        "Create a job, or up to a hundred, each with its upload form",
        ("409", "422"),
    ),
    "list_jobs": ({"200": "JobPage"}, "The team's jobs, newest first", ("422",)),
    "get_job": ({"200": "Job"}, "How far a job is, and its result", ("404",)),
    "retry_job": ({"202": "Job"}, "Mask a failed job again, while its original lives", ("404", "409")),
    "list_user_jobs": ({"200": "JobPage"}, "A user's jobs, newest first", ("404", "422")),
    "request_erasure": ({"202": "Erasure"}, "Erase everything of a user", ("404", "422")),
    "erase_job": ({"202": "Erasure"}, "Erase a job, wherever it stands", ("404",)),
    "set_hold": ({"200": "Hold"}, "Keep a user's data, whoever asks for its erasure", ("422",)),
    "get_hold": ({"200": "Hold"}, "The legal hold that stands for a user", ("404", "422")),
    "lift_hold": ({"204": ""}, "Lift a legal hold; an erasure that waited for it goes on", ("422",)),
    "request_erasures": (
        {"202": "Erasure"},
        "Erase users, jobs, a span of time or the whole team; the last two take a second person",
        ("404", "422"),
    ),
    "list_erasures": ({"200": "Erasures"}, "The team's erasures, newest first", ("422",)),
    "approve_erasure": (
        {"200": "Erasure"},
        "Approve an erasure of dates or of the team, which another person asked for",
        ("404", "409"),
    ),
    "cancel_erasure": ({"200": "Erasure"}, "Cancel an erasure that has not begun", ("404", "409")),
    "get_erasure": ({"200": "Erasure"}, "How far an erasure is", ("404",)),
    "get_receipt": ({"200": "Receipt"}, "The signed receipt of a completed erasure", ("404", "409")),
    "get_jwks": ({"200": "Keys"}, "The key that checks receipts (RFC 7517)", ()),
    "create_session": ({"201": "Session"}, "Let one user's browser in for a while", ("409", "422")),
    "list_members": ({"200": "Members"}, "The team's staff", ()),
    "invite_member": ({"201": "Member"}, "Invite somebody to the team's staff, by mail", ("409", "422")),
    "set_roles": ({"200": "Member"}, "Change what a member may do", ("404", "409", "422")),
    "remove_member": ({"204": ""}, "Remove a member, and the account", ("404", "409")),
    "get_openapi": ({"200": ""}, "This document", ()),
    **REVIEW_ANSWERS,
    **WEBHOOK_ANSWERS,
    **SETTINGS_ANSWERS,
    **DOCUMENT_ANSWERS,
    **USER_ANSWERS,
    **INCIDENT_ANSWERS,
    **FIGURE_ANSWERS,
    **CONSENT_ANSWERS,
    **RESTRICTION_ANSWERS,
    **AUDIT_ANSWERS,
    **EXPORT_ANSWERS,
}


def openapi() -> dict[str, Any]:
    """The document, as a JSON value."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Moretta",
            "version": VERSION,
            "summary": "Hide who is in a photo, and be able to forget it",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS
            | WEBHOOK_SCHEMAS
            | SETTINGS_SCHEMAS
            | REVIEW_SCHEMAS
            | DOCUMENT_SCHEMAS
            | USER_SCHEMAS
            | INCIDENT_SCHEMAS
            | FIGURE_SCHEMAS
            | CONSENT_SCHEMAS
            | RESTRICTION_SCHEMAS
            | AUDIT_SCHEMAS
            | EXPORT_SCHEMAS,
            "securitySchemes": _security(),
        },
    }


def _security() -> Schema:
    scopes = {f"{SERVER}/{name}": description for name, description in SCOPES.items()}
    return {
        "token": {
            "type": "oauth2",
            "description": "The token endpoint is an output of the stack (TokenUrl)",
            "flows": {"clientCredentials": {"tokenUrl": "/oauth2/token", "scopes": scopes}},
        },
        "session": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of a session, of `POST /v1/sessions`, with the permission named",
        },
    }


def _wanted(route: Route) -> list[Schema]:
    if route.kind == "session":
        return [{"session": [route.scope]}]
    return [{"token": [f"{SERVER}/{route.scope}"]}] if route.scope != PUBLIC else []


def _operation(route: Route) -> dict[str, Any]:
    name = route.operation or route.function
    answers, summary, refusals = _ANSWERS[name]
    parameters = [_in_path(name) for name in re.findall(r"{(\w+)}", route.path)]
    parameters += _PARAMETERS.get(name, [])
    operation: dict[str, Any] = {
        "operationId": name if route.kind == "team" else f"{name}_by_session",
        "summary": summary,
        "security": _wanted(route),
        "responses": {status: _answer(status, schema, name) for status, schema in answers.items()},
    }
    if parameters:
        operation["parameters"] = parameters
    if route.name in _BODIES:
        content = {"application/json": {"schema": _BODIES[route.name]}}
        operation["requestBody"] = {"required": True, "content": content}
    for status in sorted({*_ALWAYS, *refusals}):
        content = {"application/problem+json": {"schema": ref("Problem")}}
        operation["responses"][status] = {"description": PROBLEMS[status], "content": content}
    return operation


def _in_path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": _PATH.get(name, {"type": "string"})}


def _answer(status: str, schema: str, operation: str) -> dict[str, Any]:
    if status == "204":
        return {"description": "Done"}
    pages = {kind: {"schema": {"type": "string"}} for kind in PAGES.get(operation, ())}
    if pages and not schema:
        return {"description": "A text", "content": pages}
    shape = ref(schema) if schema else {"type": "object"}
    return {
        "description": schema or "OpenAPI 3.1",
        "content": {"application/json": {"schema": shape}, **pages},
    }
