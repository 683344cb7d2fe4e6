"""JSON Schemas of the documents that the service makes of itself; `openapi` takes them up."""

from typing import Any, Final

from functions.core.assessment_words import NECESSITY, QUESTIONS
from functions.core.deployment import MEASURES
from functions.core.deployment_words import LANGUAGES, WHAT
from functions.core.privacy import PARTS
from functions.core.privacy_words import RISKS
from functions.core.purposes import BASES
from functions.core.schema_parts import obj, ref, text

SENTENCE: Final = text("in the language of the document")
_CONTEXT: Final = {"type": "object", "description": "JSON-LD: what our names are in the DPV"}
_TEXT: Final = {"type": "string"}
_TYPE: Final = text("a term of the DPV")


def _list(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {"type": "array", "items": obj(properties, *optional)}


PROCESSING: Final[dict[str, Any]] = {
    "@context": _CONTEXT,
    "@type": _TYPE,
    "language": {"enum": list(LANGUAGES)},
    "processor": obj(dict.fromkeys(("name", "address", "contact", "data_protection_contact"), _TEXT)),
    "purposes": _list(
        {
            "purpose": {"type": "string"},
            "sentence": text("in the team's words, in the language of the document if it has them"),
            "@type": _TYPE,
            "basis": {"enum": list(BASES), "description": "of GDPR Art. 6(1)"},
            "because": SENTENCE,
        },
        *("@type", "basis", "because"),  # which the first release had not
    ),
    "stored": _list(
        {
            "place": {"type": "string"},
            "what": {"enum": list(WHAT)},
            "sentence": SENTENCE,
            "minutes": {"type": "integer", "minimum": 1, "description": "missing: without an end"},
            "period": SENTENCE,
        },
        "minutes",
    ),
    "region": {"type": "string"},
    "transfers": SENTENCE,
    "sub_processors": _list(dict.fromkeys(("name", "address", "task"), _TEXT)),
    "measures": _list({"measure": {"enum": list(MEASURES)}, "sentence": SENTENCE, "@type": _TYPE}, "@type"),
}
_CONTACTS: Final = _list({"who": SENTENCE, "text": text("as the team has set it")})
_RISKS: Final = _list(
    {
        "risk": {"enum": list(RISKS)},
        "sentence": SENTENCE,
        "measures": {"type": "array", "items": SENTENCE},
    }
)
DOCUMENT_SCHEMAS: Final[dict[str, Any]] = {
    "Notice": obj(
        {
            **PROCESSING,
            "controller": SENTENCE,
            "contacts": _CONTACTS,
            "decisions": SENTENCE,
            "rights": _list(
                {
                    "@type": _TYPE,
                    "article": text("of the GDPR"),
                    "how": {"type": "array", "items": text("a route of this API")},
                    "sentence": SENTENCE,
                    "ask": SENTENCE,
                },
                "ask",
            ),
        },
        "contacts",
        description="what people are told (GDPR Art. 13, 14)",
    ),
    "ProcessingRecord": obj(
        {
            **PROCESSING,
            "team": {"type": "string"},
            "settings_version": {"type": "integer", "minimum": 0},
            "contacts": _CONTACTS,
            "assessment": _RISKS,
        },
        "contacts",
        description="a processor's record (GDPR Art. 30(2)), and where an impact assessment begins (Art. 35)",
    ),
    "ProcessingRecordOrAssessment": {"oneOf": [ref("ProcessingRecord"), ref("ImpactAssessment")]},
    "ImpactAssessment": obj(
        {
            **PROCESSING,
            "team": {"type": "string"},
            "settings_version": {"type": "integer", "minimum": 0},
            "contacts": _CONTACTS,
            "necessity": _list({"need": {"enum": list(NECESSITY)}, "sentence": SENTENCE}),
            "assessment": _RISKS,
            "open": _list({"question": {"enum": list(QUESTIONS)}, "sentence": SENTENCE}),
        },
        "contacts",
        description="where an impact assessment begins (GDPR Art. 35(7)); what we cannot know is asked",
    ),
}
DOCUMENT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "get_privacy": ({"200": "Notice"}, "The privacy notice, of the deployment or of a team", ("422",)),
    "get_records": (
        {"200": "ProcessingRecordOrAssessment"},
        "The team's record of processing, or where its impact assessment begins",
        ("422",),
    ),
    "get_security": ({"200": ""}, "Whom to tell of a weakness (RFC 9116)", ()),
}
LANGUAGE: Final = {
    "name": "language",
    "in": "query",
    "schema": {"enum": list(LANGUAGES)},
    "description": "else the first that Accept-Language names, else English",
}
_TEAM: Final = {
    "name": "team",
    "in": "query",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{16}$"},
    "description": "say what this team has set; else what the deployment sets",
}
_PART: Final = {
    "name": "part",
    "in": "query",
    "schema": {"enum": list(PARTS), "default": PARTS[0]},
    "description": "the record, or where an impact assessment begins",
}
DOCUMENT_PARAMETERS: Final = {"get_privacy": [_TEAM, LANGUAGE], "get_records": [_PART, LANGUAGE]}
# What an operation answers beside JSON, if Accept asks for it, or instead of it.
PAGES: Final = {
    "get_privacy": ("text/html",),
    "get_records": ("text/html",),
    "get_agreement": ("text/html",),
    "accept_agreement": ("text/html",),
    "get_security": ("text/plain",),
    "export_audit": ("application/jsonl",),
    "get_report_form": ("text/html",),
    "send_report": ("text/html",),
}
