"""JSON Schemas of incidents, and what their routes take and answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.deployment_words import LANGUAGES
from functions.core.incident import AUTHORITY, CLOSED, KINDS, MOST_TEXT, OPEN, PEOPLE, RISKS
from functions.core.incidents import MOST_IDS
from functions.core.schema_parts import obj, ref

_ID: Final = {"type": "string", "description": "opaque", "pattern": "^[0-9a-hjkmnp-tv-z]{26}$"}
_TIME: Final = {"type": "string", "description": "RFC 3339, with its zone", "format": "date-time"}
_TEXT: Final = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_TEXT,
    "description": "what people write; name nobody",
}
_SAID: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_WHOM: Final = {"enum": [AUTHORITY, PEOPLE]}
_DUE: Final = {"type": "array", "items": _WHOM}
_WHOLE: Final = {"type": "boolean", "description": "false: there is more than was looked at"}
_ASSESSMENT: Final = {
    "risk": {"enum": list(RISKS), "description": "to people's rights (Art. 33(1), 34(1))"},
    **dict.fromkeys(("reasons", "consequences", "measures"), _TEXT),
}
_INCIDENT: Final[dict[str, Any]] = {
    "id": _ID,
    "state": {"enum": [OPEN, CLOSED]},
    "kind": {"enum": list(KINDS)},
    "description": _TEXT,
    "aware_at": {**_TIME, "description": "when the clock began"},
    "deadline": {**_TIME, "description": "72 hours later (Art. 33(1))"},
    "seconds_left": {"type": "integer", "description": "until the deadline; negative behind it"},
    "overdue": {"type": "boolean", "description": "the authority should know, and was not told"},
    "duties": {**_DUE, "description": "who must still be told"},
    "from": _TIME,
    "to": _TIME,
    "affected": obj({"jobs": _COUNT, "subjects": _COUNT, "whole": _WHOLE}),
    "assessment": obj(_ASSESSMENT),
    "notified": obj(dict.fromkeys((AUTHORITY, PEOPLE), _TIME), AUTHORITY, PEOPLE),
    "lessons": _TEXT,
    "finding": {**_SAID, "description": "what found it, if no person did"},
    "timeline": {
        "type": "array",
        "items": obj({"at": _TIME, "by": _SAID, "action": _SAID, "text": _SAID}),
    },
}
INCIDENT_SCHEMAS: Final[dict[str, Any]] = {
    "IncidentRequest": obj(
        {
            "kind": {"enum": list(KINDS)},
            "description": _TEXT,
            **dict.fromkeys(("aware_at", "from", "to"), _TIME),
        },
        *("aware_at", "from", "to"),
        description="`from` and `to`: when data was exposed, as far as is known",
    ),
    "Incident": obj(_INCIDENT, "assessment", "lessons", "finding"),
    "Incidents": obj({"incidents": {"type": "array", "items": ref("Incident")}, "next": _ID}, "next"),
    "Note": obj({"text": _TEXT}),
    "Assessment": obj(_ASSESSMENT),
    "Notification": obj(
        {"whom": _WHOM, "at": _TIME, "delay": {**_TEXT, "description": "why it is late (Art. 33(1))"}},
        *("at", "delay"),
    ),
    "Closure": obj({"lessons": _TEXT}),
    "Drafts": obj(
        {
            "drafts": {
                "type": "array",
                "items": obj(
                    {
                        "whom": _WHOM,
                        "language": {"enum": list(LANGUAGES)},
                        "parts": {"type": "object", "additionalProperties": _SAID},
                        "missing": {"type": "array", "items": _SAID},
                        "text": _SAID,
                    }
                ),
            }
        }
    ),
    "SubjectsRequest": obj(
        {
            "incident": _ID,
            "user_ids": {"type": "array", "items": _SAID, "minItems": 1, "maxItems": MOST_IDS},
        },
        description="the ids are neither stored nor logged",
    ),
    "SubjectsMatch": obj(
        {
            "affected": {"type": "array", "items": {"type": "boolean"}, "description": "in the order asked"},
            "whole": _WHOLE,
        }
    ),
}
INCIDENT_BODIES: Final = {
    "POST /v1/incidents": ref("IncidentRequest"),
    "POST /v1/incidents/{id}/notes": ref("Note"),
    "POST /v1/incidents/{id}/assess": ref("Assessment"),
    "POST /v1/incidents/{id}/notify": ref("Notification"),
    "POST /v1/incidents/{id}/close": ref("Closure"),
    "POST /v1/team/subjects:match": ref("SubjectsRequest"),
}
INCIDENT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "open_incident": ({"201": "Incident"}, "Open an incident; its 72 hours begin", ("422",)),
    "list_incidents": ({"200": "Incidents"}, "The team's incidents, newest first", ("422",)),
    "get_incident": ({"200": "Incident"}, "An incident with its clock and timeline", ("404",)),
    "get_drafts": ({"200": "Drafts"}, "What to send to the authority and to people", ("404", "422")),
    "note_incident": ({"200": "Incident"}, "Write into the timeline", ("404", "409", "422")),
    "assess_incident": ({"200": "Incident"}, "Say what the risk to people is", ("404", "409", "422")),
    "notify_incident": ({"200": "Incident"}, "Say that somebody was told", ("404", "409", "422")),
    "close_incident": ({"200": "Incident"}, "Close it with what was learned", ("404", "409", "422")),
    "match_subjects": ({"200": "SubjectsMatch"}, "Which users an incident is about", ("404", "422")),
}
INCIDENT_PARAMETERS: Final = {
    "get_drafts": [
        {
            "name": "language",
            "in": "query",
            "schema": {"enum": list(LANGUAGES)},
            "description": "else the first that Accept-Language names, else English",
        }
    ],
    "list_incidents": [
        {"name": "after", "in": "query", "schema": _ID, "description": "the `next` of the page before"}
    ],
}
