"""The agreement between operator and team (GDPR Art. 28): how a team stands to it.

What is accepted is a text, made of the deployment's facts: another fact (a sub-processor, a region, a time)
is another text, and so another version. An acceptance keeps the text that was accepted (Art. 28(9): in
writing, which includes electronic form). It stands in the ledger, because a restore must not undo it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.core.audit import Entry
from functions.core.errors import Problem

PROCESSOR: Final = "processor"
INTERNAL: Final = "internal"
MODES: Final = (PROCESSOR, INTERNAL)
ACCEPTED, GRACE, MISSING, NOT_NEEDED = "accepted", "grace", "missing", "not_needed"
STATES: Final = (ACCEPTED, GRACE, MISSING, NOT_NEEDED)


class AgreementMissing(Problem):
    """The operator is the team's processor, and no admin has accepted what that rests on."""

    status = 409
    code = "agreement_missing"
    title = "An admin of the team must accept the agreement first"


class AgreementChanged(Problem):
    """Another version than the one that is in force was to be accepted: read it again."""

    status = 409
    code = "agreement_changed"
    title = "Another version of the agreement is in force; read that one"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a deployment asks of its teams: a new version leaves each ``grace`` from when it met it first."""

    version: str
    mode: str
    grace: timedelta

    @property
    def needed(self) -> bool:
        """Whether there is no upload without it."""
        return self.mode == PROCESSOR


@dataclass(frozen=True, slots=True)
class Acceptance:
    """``by`` is the account of the admin; ``texts`` are what was accepted, by language."""

    team: str
    version: str
    at: datetime
    by: str
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's state; ``until`` is the end of its grace."""

    state: str
    latest: Acceptance | None = None
    until: datetime | None = None


class Agreements(Protocol):
    """Who accepted what. Reads are consistent."""

    def latest(self, team: str) -> Acceptance | None:
        """The last that a team accepted, without its texts."""

    def history(self, team: str) -> list[Acceptance]:
        """All that it accepted, newest first."""

    def met(self, team: str, version: str, now: datetime) -> datetime:
        """When the team met a version first: now, if it never did before."""

    def accept(self, acceptance: Acceptance, entry: Entry) -> None:
        """Store it with its entry in the audit. Raises `Conflict` if that version was accepted already."""


def standing(team: str, terms: Terms, agreements: Agreements, now: datetime) -> Standing:
    """How a team stands to the version that is in force."""
    latest = agreements.latest(team)
    if latest is not None and latest.version == terms.version:
        return Standing(ACCEPTED, latest)
    if not terms.needed:
        return Standing(NOT_NEEDED, latest)
    if latest is None:
        return Standing(MISSING)
    until = agreements.met(team, terms.version, now) + terms.grace
    return Standing(GRACE, latest, until) if now < until else Standing(MISSING, latest)


def must_have_agreed(team: str, terms: Terms, agreements: Agreements, now: datetime) -> None:
    """Raise `AgreementMissing` unless a team may upload."""
    if terms.needed and standing(team, terms, agreements, now).state == MISSING:
        raise AgreementMissing
