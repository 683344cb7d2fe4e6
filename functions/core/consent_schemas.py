"""JSON Schemas of consents and what rests on them, and what their routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.consent import GIVEN_BY, NOTICE, STATES
from functions.core.consent_record import SCHEMA, VERSION
from functions.core.dataset_schemas import DATASET_ANSWERS, DATASET_SCHEMAS
from functions.core.purposes import BASES, LANGUAGE, NAME
from functions.core.schema_parts import obj, ref, text

_ID: Final = text("opaque", pattern="^[0-9a-hjkmnp-tv-z]{26}$")
_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
_TOLD: Final = {
    "notice": text("the version of the notice that was shown", pattern=f"^{NOTICE.pattern}$"),
    "language": text("in which it was shown (RFC 5646)", pattern=f"^{LANGUAGE.pattern}$"),
    "given_by": {"enum": list(GIVEN_BY)},
    "evidence": {"description": "JSON of your own that shows how it was given, of at most 4 KB"},
}
_PARTY: Final = obj(
    {
        "role": {"enum": ["pii_controller", "pii_processor"]},
        "party_id": text("the team"),
        "party_name": {"type": "string"},
        "party_address": {"type": "string"},
        "party_contact": {"type": "string"},
    },
    *("party_id", "party_name", "party_address", "party_contact"),
)
_EVENT: Final = obj(
    {
        "type": {"const": "explicit"},
        "state": {"enum": list(STATES)},
        "time": _TIME,
        "by": {"enum": list(GIVEN_BY)},
    },
    "by",
)
_PROCESSING: Final = obj(
    {
        "privacy_notice": {"type": "string"},
        "language": {"type": "string"},
        "purpose": text("its name", pattern=f"^{NAME.pattern}$"),
        "purpose_description": {"type": "object", "additionalProperties": {"type": "string"}},
        "lawful_basis": {"enum": list(BASES)},
        "jurisdiction": {"const": "EU"},
        "storage_location": text("the region"),
        "pii_information": {"type": "array", "items": {"type": "string"}},
    },
    *("purpose_description", "lawful_basis"),
    description="what the purpose says is missing when the team has ceased to declare it",
)
_CONSENT: Final[dict[str, Any]] = {
    "id": _ID,
    "purpose": text("its name", pattern=f"^{NAME.pattern}$"),
    "state": {"enum": list(STATES)},
    "given_at": _TIME,
    "withdrawn_at": _TIME,
    **_TOLD,
    "record": ref("ConsentRecord"),
}
CONSENT_SCHEMAS: Final[dict[str, Any]] = {
    **DATASET_SCHEMAS,
    "OptOut": obj(
        {
            "opted_out": {"type": "boolean", "description": "false of whoever never said so"},
            "since": _TIME,
            "by": text("`self` for the user, `client`, or the id of a person of the staff"),
        },
        *("since", "by"),
        description="of the sale and sharing of personal data (CCPA)",
    ),
    "ConsentRequest": obj(
        _TOLD,
        examples=[
            {"notice": "2026-11", "language": "en", "given_by": "self", "evidence": {"box": "training"}},
        ],
    ),
    "ConsentRecord": obj(
        {
            "schema_version": {"const": SCHEMA},
            "version": {"const": VERSION},
            "record_id": _ID,
            "pii_principal_id": text("a pseudonym"),
            "state": {"enum": list(STATES)},
            "pii_processing": _PROCESSING,
            "party_identification": {"type": "array", "items": _PARTY},
            "events": {"type": "array", "items": _EVENT},
            "evidence_sha256": text("of the evidence", pattern="^[0-9a-f]{64}$"),
        },
        description="the core fields of a consent record",
    ),
    "Consent": obj(_CONSENT, "withdrawn_at"),
    "GivenConsent": obj(
        {
            **_CONSENT,
            "receipt": obj(
                {
                    "receipt_id": _ID,
                    "consent_record": ref("ConsentRecord"),
                    "withdrawal": text("how to withdraw"),
                    "issued_at": _TIME,
                },
                description="for the person to keep",
            ),
        },
        "withdrawn_at",
    ),
    "Consents": obj({"consents": {"type": "array", "items": ref("Consent")}}),
}
CONSENT_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    **DATASET_ANSWERS,
    "opt_out": ({"200": "OptOut"}, "Opt out of the sale and sharing of personal data (CCPA)", ("409", "422")),
    "get_opt_out": ({"200": "OptOut"}, "Whether a user has opted out of sale and sharing", ("422",)),
    "opt_in": ({"200": "OptOut"}, "Take an opt-out of sale and sharing back", ("409", "422")),
    "list_consents": ({"200": "Consents"}, "What a user has agreed to, and withdrawn", ("404", "422")),
    "get_consent": ({"200": "Consent"}, "The consent to a purpose", ("404", "422")),
    "give_consent": (
        {"200": "GivenConsent"},
        "Record a consent, and get the receipt for the person",
        ("404", "409", "422"),
    ),
    "withdraw_consent": (
        {"200": "Consent"},
        "Withdraw it: no job of the purpose is made, claimed or closed any more",
        ("404", "422"),
    ),
}
