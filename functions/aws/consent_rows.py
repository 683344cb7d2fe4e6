"""The rows of consents: keys, attribute names, conversion (part of `schema`).

base table                                          ledger table
    {team}#{subject}  consent#{purpose}                 {team}#{subject}  consent#{purpose}#{ulid}

The row in the ledger is the proof of a consent, which outlives it: no evidence, only its hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.aws.schema import PARTITION, SORT, TTL, Item, from_item, subject_partition, to_item
from functions.core.consent import GIVEN, Consent, Consented
from functions.core.times import from_text, to_text

CONSENT = "consent#"


@dataclass(frozen=True)
class Asked:
    """That a write asks the restrictions too, and whether these consents stand."""

    consents: Sequence[str]


def consent_key(team: str, subject: str, purpose: str) -> dict[str, str]:
    """Where a user's consent to a purpose is."""
    return {PARTITION: subject_partition(team, subject), SORT: f"{CONSENT}{purpose}"}


def proof_key(team: str, subject: str, consent: Consent) -> dict[str, str]:
    """Where the proof of a consent is, in the ledger."""
    return {PARTITION: subject_partition(team, subject), SORT: f"{CONSENT}{consent.purpose}#{consent.id}"}


def consent_item(team: str, subject: str, consent: Consent) -> dict[str, Any]:
    """The row of a consent."""
    return to_item(
        {
            **consent_key(team, subject, consent.purpose),
            "id": consent.id,
            "state": consent.state,
            "notice": consent.told.notice,
            "language": consent.told.language,
            "given_by": consent.told.given_by,
            "evidence": consent.told.evidence,
            "given_at": to_text(consent.given_at),
            "withdrawn_at": to_text(consent.withdrawn_at) if consent.withdrawn_at else None,
            "generation": consent.generation,
        }
    )


def consent_from_item(item: Item) -> Consent:
    """The inverse of ``consent_item``."""
    row = from_item(item)
    withdrawn_at = row.get("withdrawn_at")
    return Consent(
        row["id"],
        row[SORT].removeprefix(CONSENT),
        Consented(row["notice"], row["language"], row["given_by"], row["evidence"]),
        from_text(row["given_at"]),
        from_text(withdrawn_at) if withdrawn_at else None,
        int(row["generation"]),
    )


def proof_item(team: str, subject: str, consent: Consent, until: datetime | None) -> dict[str, Any]:
    """The proof of a consent: all that the row says but the evidence, of which the hash stays."""
    return to_item(
        {
            **proof_key(team, subject, consent),
            "notice": consent.told.notice,
            "language": consent.told.language,
            "given_by": consent.told.given_by,
            "evidence_sha256": consent.digest,
            "given_at": to_text(consent.given_at),
            "withdrawn_at": to_text(consent.withdrawn_at) if consent.withdrawn_at else None,
            "generation": consent.generation,
            TTL: int(until.timestamp()) if until else None,
        }
    )


def standing_check(table: str, team: str, subject: str, purpose: str) -> dict[str, Any]:
    """The check of a transaction that this consent stands."""
    return {
        "TableName": table,
        "Key": to_item(consent_key(team, subject, purpose)),
        "ConditionExpression": "#state = :given",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": to_item({":given": GIVEN}),
    }
