"""Consents as the API shows them: the record, and with a new one the receipt for the person."""

import json
from dataclasses import dataclass

from functions.core.consent import Consent
from functions.core.consent_record import Around, receipt, record
from functions.core.deployment import Deployment
from functions.core.opt_outs import OptOut
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified
from functions.core.times import to_text


@dataclass(frozen=True, slots=True)
class Shows:
    """Shows consents of a team's users, with what the team declares and where that is deployed."""

    settings: TeamSettings
    deployment: Deployment
    team: str

    def all(self, consents: list[Consent], user: Identified) -> dict[str, object]:
        """The consents of a user."""
        return {"consents": [self.one(consent, user) for consent in consents]}

    def one(self, consent: Consent, user: Identified) -> dict[str, object]:
        """A consent with what was told, and its record (ISO/IEC TS 27560)."""
        body: dict[str, object] = {
            "id": consent.id,
            "purpose": consent.purpose,
            "state": consent.state,
            "given_at": to_text(consent.given_at),
            "given_by": consent.told.given_by,
            "notice": consent.told.notice,
            "language": consent.told.language,
            "evidence": json.loads(consent.told.evidence),
            "record": record(consent, self._around(consent, user)),
        }
        return body | ({"withdrawn_at": to_text(consent.withdrawn_at)} if consent.withdrawn_at else {})

    def given(self, consent: Consent, user: Identified) -> dict[str, object]:
        """A consent that was just given, with the receipt for the person."""
        return {**self.one(consent, user), "receipt": receipt(consent, self._around(consent, user))}

    def _around(self, consent: Consent, user: Identified) -> Around:
        purposes = self.settings.of(self.team).purposes
        return Around(self.team, user.subject, purposes.get(consent.purpose), self.deployment)


def opted(opt_out: OptOut) -> dict[str, object]:
    """Whether a user has opted out; who said so and when, if anybody did."""
    body: dict[str, object] = {"opted_out": opt_out.opted_out}
    return body | ({"since": to_text(opt_out.since), "by": opt_out.by} if opt_out.since else {})
