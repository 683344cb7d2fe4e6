"""A personal data breach, from awareness to closure (GDPR Art. 33, 34; the register of Art. 33(5)).

An incident is a team's. What its people write about it stays in it: no log, event or trace has any of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from functions.core.errors import Invalid, Problem
from functions.core.times import from_text, to_text

OPEN: Final = "open"
CLOSED: Final = "closed"
KINDS: Final = ("confidentiality", "integrity", "availability")  # WP250 of the Article 29 Working Party
RISKS: Final = ("none", "risk", "high")  # to people's rights: unlikely (33(1)), a risk (33), a high one (34)
AUTHORITY: Final = "authority"
PEOPLE: Final = "people"
DEADLINE: Final = timedelta(hours=72)  # Art. 33(1), from awareness
# Whom an incident of this risk is told to, before it can be closed.
DUTIES: Final[Mapping[str, tuple[str, ...]]] = {"none": (), "risk": (AUTHORITY,), "high": (AUTHORITY, PEOPLE)}
MOST_TEXT: Final = 2000
MOST_STEPS: Final = 100


class WrongStep(Problem):
    """The incident is closed, or not ready to be: ``detail`` says what is owed (GDPR Art. 33, 34)."""

    status = 409
    code = "wrong_step"
    title = "The incident does not take this step now"


@dataclass(frozen=True, slots=True)
class Affected:
    """How much was stored of how many people in the time; ``whole`` is false if there is more."""

    jobs: int
    subjects: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the team thinks of it: ``risk`` of `RISKS`, and three texts that the drafts take up."""

    risk: str
    reasons: str
    consequences: str
    measures: str


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline; ``by`` is a person of the staff."""

    at: datetime
    by: str
    action: str
    text: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Data was exposed from ``began`` to ``ended``, as far as is known; ``version`` counts the changes.

    ``finding`` is the name of what found it, if no person did.
    """

    id: str
    team: str
    kind: str
    description: str
    aware_at: datetime
    began: datetime
    ended: datetime
    affected: Affected
    state: str = OPEN
    assessment: Assessment | None = None
    notified: Mapping[str, datetime] = field(default_factory=dict)
    lessons: str | None = None
    timeline: tuple[Step, ...] = ()
    version: int = 1
    finding: str = ""

    @property
    def deadline(self) -> datetime:
        """Until when the authority must know."""
        return self.aware_at + DEADLINE

    @property
    def duties(self) -> tuple[str, ...]:
        """Who must still be told; before the assessment, the authority: it decides nothing to wait."""
        owed = DUTIES[self.assessment.risk] if self.assessment else (AUTHORITY,)
        return tuple(whom for whom in owed if whom not in self.notified)

    def overdue(self, now: datetime) -> bool:
        """Whether the authority should have been told."""
        return AUTHORITY in self.duties and now > self.deadline

    def to_json(self) -> dict[str, Any]:
        """As it is stored, without keys, version and timeline."""
        value = asdict(replace(self, timeline=(), notified={}))
        for name in ("id", "team", "timeline", "version"):
            del value[name]
        for name in ("aware_at", "began", "ended"):
            value[name] = to_text(value[name])
        return value | {"notified": {whom: to_text(at) for whom, at in self.notified.items()}}

    @classmethod
    def from_json(
        cls, value: Mapping[str, Any], incident_id: str, team: str, timeline: tuple[Step, ...], version: int
    ) -> "Incident":
        """The inverse of ``to_json``."""
        times = {name: from_text(value[name]) for name in ("aware_at", "began", "ended")}
        told = {whom: from_text(at) for whom, at in value["notified"].items()}
        assessment = Assessment(**value["assessment"]) if value["assessment"] else None
        affected = Affected(**value["affected"])
        changed = {**times, "notified": told, "assessment": assessment, "affected": affected}
        return cls(**{**value, **changed}, id=incident_id, team=team, timeline=timeline, version=version)


Action = Callable[[Incident, Mapping[str, object], datetime], tuple[Incident, str]]


def _note(incident: Incident, body: Mapping[str, object], _now: datetime) -> tuple[Incident, str]:
    known(body, "text")
    return incident, text(body, "text")


def _assess(incident: Incident, body: Mapping[str, object], _now: datetime) -> tuple[Incident, str]:
    known(body, "risk", "reasons", "consequences", "measures")
    risk = one_of(body, "risk", RISKS)
    texts = {name: text(body, name) for name in ("reasons", "consequences", "measures")}
    return replace(incident, assessment=Assessment(risk, **texts)), risk


def _notify(incident: Incident, body: Mapping[str, object], now: datetime) -> tuple[Incident, str]:
    """A late one says why (Art. 33(1)); what is told in phases is told more than once (Art. 33(4))."""
    known(body, "whom", "at", "delay")
    whom, at = one_of(body, "whom", (AUTHORITY, PEOPLE)), moment(body, "at", now)
    if not incident.aware_at <= at <= now:
        raise Invalid("must be between awareness and now", field="at")
    late = whom == AUTHORITY and at > incident.deadline and whom not in incident.notified
    reasons = text(body, "delay") if late or "delay" in body else ""
    first = {whom: incident.notified.get(whom, at)}
    return replace(incident, notified={**incident.notified, **first}), f"{whom} {reasons}".strip()


def _close(incident: Incident, body: Mapping[str, object], _now: datetime) -> tuple[Incident, str]:
    known(body, "lessons")
    lessons = text(body, "lessons")
    if incident.assessment is None:
        raise WrongStep("it was not assessed")
    if incident.duties:
        raise WrongStep(f"not yet told: {', '.join(incident.duties)}")
    return replace(incident, state=CLOSED, lessons=lessons), lessons


ACTIONS: Final[Mapping[str, Action]] = {
    "notes": _note,
    "assess": _assess,
    "notify": _notify,
    "close": _close,
}


def known(body: Mapping[str, object], *names: str) -> None:
    """Raises `Invalid` if the body has another field."""
    if not body.keys() <= set(names):
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(names))}", field="body")


def text(body: Mapping[str, object], name: str) -> str:
    """A text of at most `MOST_TEXT` characters that says something."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_TEXT:
        raise Invalid(f"must be a text of at most {MOST_TEXT} characters", field=name)
    return value


def one_of(body: Mapping[str, object], name: str, values: tuple[str, ...]) -> str:
    """One of some codes."""
    value = body.get(name)
    if value not in values:
        raise Invalid(f"must be one of {', '.join(values)}", field=name)
    return str(value)


def moment(body: Mapping[str, object], name: str, default: datetime) -> datetime:
    """A time with its zone, or the default."""
    value = body.get(name)
    if value is None:
        return default
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 < found.year < 9999:
        raise Invalid("must be a time as RFC 3339 has it, with its zone", field=name)
    return found
