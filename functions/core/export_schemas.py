"""JSON Schemas of exports: what the routes answer, and what the files inside an export hold."""

import json
from typing import Any, Final

from functions.core.consent_schemas import CONSENT_SCHEMAS
from functions.core.erasure_schemas import ID, TIME
from functions.core.export import STATES
from functions.core.export_content import COUNTED, FORMAT
from functions.core.purposes import NAME, ORIGINAL, RESULT, SALE_SHARING
from functions.core.rectify_schemas import RECTIFY_SCHEMAS
from functions.core.restriction import GROUNDS
from functions.core.schema_parts import Schema, obj, ref, text
from functions.core.schemas import SCHEMAS

_COUNT: Final = {"type": "integer", "minimum": 0}
EXPORT_SCHEMAS: Final[dict[str, Any]] = {
    "Export": obj(
        {
            "id": ID,
            "state": {"enum": list(STATES), "description": "`expired`: its file is over; ask for a new one"},
            "requested_at": TIME,
            "ended_at": TIME,
            "expires_at": {**TIME, "description": "when its file is over"},
            "size": {**_COUNT, "description": "bytes of the file"},
            "counts": obj(dict.fromkeys(COUNTED, _COUNT), description="what is in it so far"),
            "download": text("a link to the ZIP of at most five minutes, while it is there", format="uri"),
        },
        *("ended_at", "expires_at", "size", "download"),
    ),
    "Exports": obj(
        {
            "exports": {"type": "array", "items": ref("Export")},
            "next": {**ID, "description": "the `after` of the next page; missing on the last"},
        },
        "next",
    ),
}
EXPORT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "request_export": (
        {"202": "Export"},
        "Export everything of a user as a ZIP; while one is made, the answer is that one",
        ("409", "422"),
    ),
    "list_exports": ({"200": "Exports"}, "A user's exports, newest first", ("422",)),
    "get_export": ({"200": "Export"}, "How far an export is, and a link to its file", ("404", "422")),
}
_BY: Final = {
    "enum": ["self", "client", "staff"],
    "description": "the user, the team's backend or its staff",
}
_INSIDE: Final[dict[str, Schema]] = {
    "manifest": obj(
        {
            "kind": {"const": "manifest"},
            "format": {"const": FORMAT, "description": "of the export, as this schema says it"},
            "export": ID,
            "requested_at": TIME,
            "region": text("where everything is stored"),
            "held": {"type": "boolean", "description": "a hold or a restriction keeps it from being deleted"},
            "counts": obj(dict.fromkeys(COUNTED, _COUNT)),
        },
        description="manifest.json: what the export is, and how much of each kind is in it",
    ),
    "jobs": obj(
        {
            "kind": {"const": "jobs"},
            "jobs": {
                "type": "array",
                "items": obj(
                    {
                        "job": {"$ref": "#/$defs/Job"},
                        "result": text("its masked photo in the ZIP"),
                        "original": text("its original in the ZIP, if the user's is the only face in it"),
                    },
                    *("result", "original"),
                ),
            },
        },
        description="jobs/….json: jobs as the API shows them, with recipe and regions",
    ),
    "consents": obj(
        {
            "kind": {"const": "consents"},
            "consents": {"type": "array", "items": {"$ref": "#/$defs/Consent"}},
            "opt_outs": obj(
                {SALE_SHARING: obj({"opted_out": {"type": "boolean"}, "since": TIME, "by": _BY})},
                description="of the sale and sharing of personal data (CCPA)",
            ),
            "restriction": obj(
                {"ground": {"enum": list(GROUNDS)}, "set_by": _BY, "set_at": TIME},
                description="that stands (Art. 18), in whose time no photo goes along",
            ),
        },
        *("opt_outs", "restriction"),
        description="consents.json: what the user has agreed to, and withdrawn",
    ),
    "copies": obj(
        {
            "kind": {"const": "copies"},
            "copies": {
                "type": "array",
                "items": obj(
                    {
                        "job": text("of which job", pattern="^[a-z2-7]{32}[0-9a-hjkmnp-tv-z]{26}$"),
                        "purpose": text("for which purpose", pattern=f"^{NAME.pattern}$"),
                        "what": {"enum": [RESULT, ORIGINAL]},
                        "kept_at": TIME,
                        "until": TIME,
                        "copy": text("the photo in the ZIP; of an original as that of a job"),
                    },
                    "copy",
                ),
            },
        },
        description="copies/….json: what the team keeps for a purpose that the user has consented to",
    ),
    "audit": obj(
        {
            "kind": {"const": "audit"},
            "entries": {
                "type": "array",
                "items": obj(
                    {
                        "id": ID,
                        "at": TIME,
                        "by": _BY,
                        "action": text("what was done"),
                        "job": text("to which job: the last 26 characters of its id"),
                        "changes": {"type": "object", "description": "values before and after, by path"},
                    }
                ),
            },
        },
        description="audit/….json: what the team's people did with the user's photos",
    ),
}


def export_schema() -> Schema:
    """The schema of every JSON file inside an export, complete in itself; it lies in the export, too."""
    known = {**SCHEMAS, **CONSENT_SCHEMAS, **RECTIFY_SCHEMAS}
    shown, wanted = dict[str, Any](), ["Job", "Consent"]
    while wanted:
        name = wanted.pop()
        if name not in shown:
            shown[name] = known[name]
            wanted += sorted(_named(known[name]))
    inside = [{"$ref": f"#/$defs/{kind}"} for kind in _INSIDE]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Export",
        "description": "Every JSON file inside an export is one of these; `kind` says which.",
        "oneOf": inside,
        "$defs": {**_INSIDE, **shown},
    }
    moved: Schema = json.loads(json.dumps(schema).replace("#/components/schemas/", "#/$defs/"))
    return moved


def _named(schema: object) -> set[str]:
    if isinstance(schema, dict):
        here = {schema["$ref"].rpartition("/")[2]} if isinstance(schema.get("$ref"), str) else set()
        return here.union(*(_named(value) for value in schema.values()))
    return set[str]().union(*map(_named, schema)) if isinstance(schema, list) else set()
