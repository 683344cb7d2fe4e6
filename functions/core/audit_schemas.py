"""JSON Schemas of the audit, and what its routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.list_jobs import MOST
from functions.core.schema_parts import obj, text

_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
AUDIT_SCHEMAS: Final[dict[str, Any]] = {
    "AuditEntry": obj(
        {
            "id": text("sorts by time"),
            "team": {"type": "string"},
            "at": _TIME,
            "by": text("the account of a person of the staff, or `client`, or `service`"),
            "action": text("for example settings.changed"),
            "on": text("the id of what it was done to; empty if the action says it"),
            "changes": {
                "type": "object",
                "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
                "description": "by path, the value before and after",
            },
        }
    ),
    "AuditPage": obj(
        {
            "entries": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntry"}},
            "next": text("the `after` of the next page; a page may be short although there is one"),
        },
        "next",
        description="newest first",
    ),
}
AUDIT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "list_audit": ({"200": "AuditPage"}, "Who did what", ("422",)),
    "export_audit": (
        {"200": ""},
        "The same with signed heads and proofs, a JSON object a line; `Link` leads to more",
        ("422",),
    ),
}


def _query(name: str, description: str, **schema: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", **schema}, "description": description}


_WHICH: Final = [
    _query("from", "only what was done then or later", format="date-time"),
    _query("to", "only what was done before", format="date-time"),
    _query("action", "only entries of this action"),
]
AUDIT_PARAMETERS: Final = {
    "list_audit": [
        *_WHICH,
        _query("limit", "entries on a page", type="integer", minimum=1, maximum=MOST, default=50),
        _query("after", "the `next` of the page before"),
    ],
    "export_audit": [*_WHICH, _query("after", "as the `Link` of the page before has it")],
}
