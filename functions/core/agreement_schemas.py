"""JSON Schemas of the agreement, and what its routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.agreement import STATES
from functions.core.agreement_words import CLAUSES
from functions.core.document_schemas import LANGUAGE, PROCESSING, SENTENCE
from functions.core.schema_parts import obj, ref, text

_VERSION: Final = text("changes with every word and every fact of the text", pattern="^[0-9]+-[0-9a-f]{12}$")
_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
_ACCEPTED: Final = obj({"version": _VERSION, "at": _TIME, "by": text("the account of the admin")})
_NAMES: Final = ("@context", "@type", "language", "processor", "stored", "region", "transfers")
AGREEMENT_SCHEMAS: Final[dict[str, Any]] = {
    "Agreement": obj(
        {
            "version": _VERSION,
            **{name: PROCESSING[name] for name in (*_NAMES, "sub_processors", "measures")},
            "clauses": {
                "type": "array",
                "items": obj(
                    {
                        "clause": {"enum": [clause.name for clause in CLAUSES]},
                        "heading": SENTENCE,
                        "sentence": SENTENCE,
                    }
                ),
            },
            "state": {
                "enum": list(STATES),
                "description": "missing: no job can be made; grace: none can be after `until`",
            },
            "until": _TIME,
            "accepted": {"type": "array", "items": _ACCEPTED, "description": "newest first"},
        },
        "until",
        description="what team and operator agree (GDPR Art. 28), and whether they have",
    ),
    "AgreementAcceptance": obj({"version": {**_VERSION, "description": "the version that was read"}}),
}
AGREEMENT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "get_agreement": (
        {"200": "Agreement"},
        "The agreement on processing, and who accepted it",
        ("404", "422"),
    ),
    "accept_agreement": (
        {"200": "Agreement"},
        "Accept the version that is in force, for the team; once more does nothing",
        ("409", "422"),
    ),
}
AGREEMENT_BODIES: Final = {"POST /v1/team/agreement": ref("AgreementAcceptance")}
_ASKED: Final = {
    "name": "version",
    "in": "query",
    "schema": _VERSION,
    "description": "show the text that the team accepted as this version; else the one in force",
}
AGREEMENT_PARAMETERS: Final = {"get_agreement": [_ASKED, LANGUAGE], "accept_agreement": [LANGUAGE]}
