"""JSON Schemas of erasures and holds, and of the names and times that all schemas share."""

from typing import Final

from functions.core.erasure import ERRORS, HELD, NOT_APPROVED, STATES
from functions.core.erasure_request import MOST
from functions.core.holds import GROUNDS
from functions.core.names import USER_ID_CHARACTERS
from functions.core.reach import KINDS
from functions.core.recipe_schemas import COUNT
from functions.core.schema_parts import Schema, obj, ref, text

TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
USER_ID: Final = text("the team's own id of a person", minLength=1, maxLength=USER_ID_CHARACTERS)
JOB_ID: Final = text("opaque", pattern="^[a-z2-7]{32}[0-9a-hjkmnp-tv-z]{26}$")
ID: Final = text("opaque", pattern="^[0-9a-hjkmnp-tv-z]{26}$")
MEMBER_ID: Final = text("a UUID", format="uuid")


def _several(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST}


_GROUND: Final = {"enum": list(GROUNDS), "description": "Art. 17(3) GDPR, letters (a) to (e)"}

ERASURE_SCHEMAS: Final[Schema] = {
    "Erasure": obj(
        {
            "id": ID,
            "scope": {"enum": list(KINDS)},
            "state": {"enum": list(STATES)},
            "why": {
                "enum": [HELD, ERRORS, NOT_APPROVED],
                "description": "why a partial one left something, or a cancelled one was not approved",
            },
            "from": TIME,
            "to": TIME,
            "requested_at": TIME,
            "requested_by": {**MEMBER_ID, "description": "if a person of the staff asked"},
            "approved_by": MEMBER_ID,
            "approve_by": {**TIME, "description": "until then it awaits approval; then it is cancelled"},
            "starts_at": {
                **TIME,
                "description": "when an approved one begins; until then it can be cancelled",
            },
            "ended_at": TIME,
            "counts": {
                "type": "object",
                "additionalProperties": obj(dict.fromkeys(("found", "deleted", "left"), COUNT)),
                "description": "by store; `remasked` are pictures of others that were masked again "
                "and name the person no more",
            },
            "nonce": text("in the answer to who asks for a user's erasure, and nowhere else"),
        },
        *("nonce", "why", "from", "to", "requested_by", "approved_by", "approve_by", "starts_at"),
        "ended_at",
    ),
    "Erasures": obj(
        {
            "erasures": {"type": "array", "items": ref("Erasure")},
            "next": {**ID, "description": "the `after` of the next page; missing on the last"},
        },
        "next",
    ),
    "ErasureRequest": obj(
        {
            "scope": {
                "oneOf": [
                    obj({"users": _several(USER_ID)}),
                    obj({"jobs": _several(JOB_ID)}),
                    obj({"from": TIME, "to": {**TIME, "description": "at least two minutes ago"}}),
                    obj({"team": {"const": True}}),
                ]
            }
        },
        examples=[
            {"scope": {"users": ["customer-4711", "a/b"]}},
            {"scope": {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}},
            {"scope": {"team": True}},
        ],
    ),
    "Receipt": obj({"receipt": text("a compact JWS; docs/receipts.md")}),
    "Keys": obj({"keys": {"type": "array", "items": {"type": "object"}}}),
    "HoldRequest": obj(
        {"ground": _GROUND, "until": TIME},
        examples=[{"ground": "legal_claims", "until": "2030-01-01T00:00:00Z"}],
    ),
    "Hold": obj({"ground": _GROUND, "until": TIME, "set_by": MEMBER_ID, "set_at": TIME}),
}
