"""A user's consent to a purpose (GDPR Art. 7(1), 8): what was agreed to, when, by whom, on which notice."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.core.audit import Entry
from functions.core.errors import Invalid
from functions.core.purposes import LANGUAGE
from functions.core.values import fields, one_of

GIVEN: Final = "given"
WITHDRAWN: Final = "withdrawn"
STATES: Final = (GIVEN, WITHDRAWN)
GIVEN_BY: Final = ("self", "guardian")
# A restore learns of a withdrawal by its proof (core/replay.py): it outlives every backup by 30 days.
LEAST_PROOF: Final = timedelta(days=65)
MOST_EVIDENCE: Final = 4096  # bytes, as JSON
NOTICE: Final = re.compile(r"[\w.:/#@+-]{1,128}")


@dataclass(frozen=True, slots=True)
class Consented:
    """What a caller tells: ``notice`` is the version of the notice that was shown, in ``language``.

    ``evidence`` is JSON of the caller's own, such as which box was ticked.
    """

    notice: str
    language: str
    given_by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent of one user to one purpose, as of now.

    ``generation`` counts the withdrawals before it.
    """

    id: str
    purpose: str
    told: Consented
    given_at: datetime
    withdrawn_at: datetime | None = None
    generation: int = 0

    @property
    def state(self) -> str:
        """Whether it stands."""
        return WITHDRAWN if self.withdrawn_at else GIVEN

    @property
    def digest(self) -> str:
        """SHA-256 of the evidence: the proof that outlives it (`functions.core.consent_ports`)."""
        return hashlib.sha256(self.told.evidence.encode()).hexdigest()

    def withdrawn(self, now: datetime) -> "Consent":
        """This consent, standing no more."""
        return replace(self, withdrawn_at=now, generation=self.generation + 1)


class Consents(Protocol):
    """The consents of users, in their own partitions, and the proofs of them. Reads are consistent."""

    def get(self, team: str, subject: str, purpose: str) -> Consent | None:
        """The consent to a purpose, given or withdrawn, or None."""

    def all(self, team: str, subject: str) -> list[Consent]:
        """The consents of a user, by purpose."""

    def give(self, team: str, subject: str, consent: Consent, before: Consent | None, entry: Entry) -> None:
        """Store a consent in the place of the one before, its proof in the ledger, and its entry, at once.

        Raises `Tombstoned`, or `Conflict` if it is not the one before any more.
        """

    def withdraw(
        self, team: str, subject: str, consent: Consent, proof_until: datetime, entry: Entry
    ) -> None:
        """Store a consent that was withdrawn, the end of its proof, that copies have to go, and its entry.

        Raises as ``give`` does.
        """


def parse_consented(body: Mapping[str, object]) -> Consented:
    """What a caller tells in a JSON body. Raises `Invalid` with the field named."""
    fields(body, "body", ("notice", "language", "given_by", "evidence"))
    notice, language = body.get("notice"), body.get("language")
    if not isinstance(notice, str) or not NOTICE.fullmatch(notice):
        raise Invalid("must be a version of 1 to 128 letters, digits and ._:/#@+-", field="notice")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        raise Invalid("must be a language as RFC 5646 names it, like en or de", field="language")
    evidence = json.dumps(body.get("evidence"), sort_keys=True, ensure_ascii=False)
    if body.get("evidence") is None or len(evidence.encode(errors="replace")) > MOST_EVIDENCE:
        raise Invalid(f"must be JSON of at most {MOST_EVIDENCE} bytes", field="evidence")
    return Consented(notice, language, one_of(body.get("given_by"), GIVEN_BY, "given_by"), evidence)
