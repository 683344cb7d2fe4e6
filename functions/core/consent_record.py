"""A consent as a record and as a receipt for the person, with the core fields of ISO/IEC TS 27560:2023."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from functions.core.consent import Consent
from functions.core.deployment import Deployment
from functions.core.purposes import Purpose
from functions.core.times import to_text

SCHEMA: Final = "ISO/IEC TS 27560:2023"
VERSION: Final = 1
RECORD: Final = "record"
RECEIPT: Final = "receipt"


@dataclass(frozen=True, slots=True)
class Around:
    """What a record says beside the consent: of the purpose, if it is still declared, and of the service."""

    team: str
    subject: str
    purpose: Purpose | None
    deployment: Deployment


def record(consent: Consent, around: Around) -> dict[str, object]:
    """The consent record: header, processing, parties, events. People are pseudonyms in it."""
    return {
        "schema_version": SCHEMA,
        "version": VERSION,
        "record_id": consent.id,
        "pii_principal_id": around.subject,
        "state": consent.state,
        "pii_processing": _processing(consent, around),
        "party_identification": _parties(around),
        "events": _events(consent),
        "evidence_sha256": consent.digest,
    }


def receipt(consent: Consent, around: Around) -> dict[str, object]:
    """What the person is given to keep: the record, and how to withdraw (Art. 7(3))."""
    return {
        "receipt_id": consent.id,
        "consent_record": record(consent, around),
        "withdrawal": f"DELETE /v1/me/consents/{consent.purpose}, or ask the team",
        "issued_at": to_text(consent.given_at),
    }


def _processing(consent: Consent, around: Around) -> dict[str, object]:
    purpose = around.purpose
    body: dict[str, object] = {
        "privacy_notice": consent.told.notice,
        "language": consent.told.language,
        "purpose": consent.purpose,
        "jurisdiction": "EU",
        "storage_location": around.deployment.region,
        "pii_information": ["photo"],
    }
    if purpose is None:
        return body
    return body | {
        "purpose_description": dict(purpose.description),
        "lawful_basis": purpose.basis,
    }


def _parties(around: Around) -> list[Mapping[str, object]]:
    operator = around.deployment.operator
    return [
        {"role": "pii_controller", "party_id": around.team},
        {
            "role": "pii_processor",
            "party_name": operator.name,
            "party_address": operator.address,
            "party_contact": operator.data_protection_contact,
        },
    ]


def _events(consent: Consent) -> list[Mapping[str, object]]:
    events: list[dict[str, object]] = [
        {"state": "given", "time": to_text(consent.given_at), "by": consent.told.given_by}
    ]
    if consent.withdrawn_at:
        events.append({"state": "withdrawn", "time": to_text(consent.withdrawn_at)})
    return [{"type": "explicit", **event} for event in events]
