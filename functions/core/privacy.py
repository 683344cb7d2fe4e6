"""Notice and records of processing, made of what is deployed and what the team has set (promise 14).

GDPR Art. 13, 14 (the notice), 30(2) (the record of a processor), 35(7) (where an impact assessment begins).
The terms are those of the Data Privacy Vocabulary (https://w3id.org/dpv), bound to our names by the context.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from functions.core import values
from functions.core.assessment_words import NECESSITY, QUESTIONS
from functions.core.deployment import KEPT, Deployment, Kept
from functions.core.deployment_words import LANGUAGES, MEASURE, what
from functions.core.errors import Invalid
from functions.core.privacy_words import BASIS, RIGHTS, RISKS, SENTENCES, WHO
from functions.core.purposes import MASKING, Purpose
from functions.core.routes import ROUTES
from functions.core.team_settings import Settings

CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "controller": "dpv:hasDataController",
    "processor": "dpv:hasDataProcessor",
    "purposes": "dpv:hasPurpose",
    "basis": "dpv:hasLegalBasis",
    "stored": "dpv:hasStorageCondition",
    "sub_processors": "dpv:hasRecipient",
    "measures": "dpv:hasTechnicalOrganisationalMeasure",
    "rights": "dpv:hasRight",
    "region": "dpv:hasLocation",
}
TERMS: Final[Mapping[str, str]] = {
    "encryption_at_rest": "dpv:EncryptionAtRest",
    "encryption_in_transit": "dpv:EncryptionInTransfer",
    "pseudonyms": "dpv:Pseudonymisation",
    "second_factor": "dpv:MultiFactorAuthentication",
}
UNITS: Final = ((24 * 60, ("day", "days", "Tag", "Tage")), (60, ("hour", "hours", "Stunde", "Stunden")))
MINUTE: Final = ("minute", "minutes", "Minute", "Minuten")
PARTS: Final = ("record", "assessment")
SECURITY_LIFE: Final = timedelta(days=90)  # RFC 9116, section 2.5.5: less than a year


def parse_language(asked: str | None, accepted: str) -> str:
    """The language asked for, or the first one that a browser accepts and we speak, or English."""
    if asked is not None:
        if asked not in LANGUAGES:
            raise Invalid(f"must be one of {', '.join(LANGUAGES)}", field="language")
        return asked
    wanted = [part.strip()[:2].lower() for part in accepted[:200].split(",")]
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def parse_part(query: Mapping[str, str]) -> str:
    """Which document of a team is asked for. Raises `Invalid`."""
    return values.one_of(query.get("part", PARTS[0]), PARTS, "part")


def notice(facts: Deployment, settings: Settings, language: str) -> dict[str, Any]:
    """What people are told: who, what for, what, how long, where, which rights and how."""
    said = _processing(facts, settings, language)
    return {
        "@context": CONTEXT,
        "@type": "dpv:Process",
        "language": language,
        "controller": say("controller", language),
        **_contacts(settings, language),
        **said,
        "decisions": say("decisions", language),
        "rights": [_right(number, language) for number in range(len(RIGHTS))],
    }


def record(facts: Deployment, settings: Settings, team: str, language: str) -> dict[str, Any]:
    """The record of what is processed for a team, with where its impact assessment may begin."""
    return {
        "@context": CONTEXT,
        "@type": "dpv:Process",
        "language": language,
        "team": team,
        "settings_version": settings.version,
        **_contacts(settings, language),
        **_processing(facts, settings, language),
        "assessment": risks(facts, language),
    }


def assessment(facts: Deployment, settings: Settings, team: str, language: str) -> dict[str, Any]:
    """Where a team's impact assessment begins: what Art. 35(7) GDPR wants of it, as far as we can know it.

    What only the controller can say is asked.
    """
    at = LANGUAGES.index(language)
    return {
        "@context": CONTEXT,
        "@type": "dpv:DPIA",
        "language": language,
        "team": team,
        "settings_version": settings.version,
        **_contacts(settings, language),
        **_processing(facts, settings, language),
        "necessity": [{"need": code, "sentence": words[at]} for code, words in NECESSITY.items()],
        "assessment": risks(facts, language),
        "open": [{"question": code, "sentence": words[at]} for code, words in QUESTIONS.items()],
    }


def risks(facts: Deployment, language: str) -> list[dict[str, Any]]:
    """What could happen to people, each with the measures of this deployment that answer it."""
    measures = {code: measure(facts, code, language)["sentence"] for code in facts.measures}
    return [
        {
            "risk": code,
            "sentence": words[LANGUAGES.index(language)],
            "measures": [measures[answer] for answer in answers if answer in measures],
        }
        for code, (words, answers) in RISKS.items()
    ]


def security_txt(facts: Deployment, now: datetime) -> str:
    """Whom to tell of a weakness (RFC 9116)."""
    contact = facts.operator.contact
    contact = contact if "://" in contact else f"mailto:{contact}"
    expires = (now + SECURITY_LIFE).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {', '.join(LANGUAGES)}\n"


def period(minutes: int, language: str) -> str:
    """A time in the largest unit that measures it wholly, for example ``30 days``."""
    size, words = next(((size, words) for size, words in UNITS if minutes % size == 0), (1, MINUTE))
    number = minutes // size
    return f"{number} {words[2 * LANGUAGES.index(language) + (number != 1)]}"


def _processing(facts: Deployment, settings: Settings, language: str) -> dict[str, Any]:
    return {
        "processor": asdict(facts.operator),
        "purposes": [_purpose(name, purpose, language) for name, purpose in settings.purposes.items()],
        "stored": [_stored(kept, settings, language) for kept in facts.stores if _is_kept(kept, settings)],
        "region": facts.region,
        "transfers": say("transfers", language).format(region=facts.region),
        "sub_processors": [asdict(other) for other in facts.sub_processors],
        "measures": [measure(facts, code, language) for code in facts.measures],
    }


def _purpose(name: str, purpose: Purpose, language: str) -> dict[str, Any]:
    """A purpose in its team's words, in this language if there are any; what masking does is ours to say."""
    words = purpose.description
    told = words.get(language) or words.get(LANGUAGES[0]) or next(iter(words.values()))
    said = f"{told} ({say('masking', language)})" if name == MASKING else told
    article, basis = BASIS[purpose.basis]
    legal = {"@type": f"eu-gdpr:A6-1-{article}", "basis": purpose.basis}
    return {"purpose": name, "sentence": said, **legal, "because": basis[LANGUAGES.index(language)]}


def _contacts(settings: Settings, language: str) -> dict[str, Any]:
    """Whom people can ask, as far as the team has said it (GDPR Art. 13(1)(a), (b), 30(2)(a))."""
    at, told = LANGUAGES.index(language), settings.contacts.to_json()
    contacts = [{"who": WHO[name][at], "text": text} for name, text in told.items()]
    return {"contacts": contacts} if contacts else {}


def _stored(kept: Kept, settings: Settings, language: str) -> dict[str, Any]:
    """The life is the team's where the team may choose it. Raises KeyError if there is no such setting."""
    said: dict[str, Any] = {"place": kept.place, "what": kept.what, "sentence": what(kept, language)}
    if kept.life == KEPT:
        return said | {"period": say("kept", language)}
    minutes = kept.life if isinstance(kept.life, int) else _chosen(settings, kept.life)
    return said | {"minutes": minutes, "period": period(minutes, language)}


def _is_kept(kept: Kept, settings: Settings) -> bool:
    """A team may have chosen that something is not kept at all."""
    return kept.life == KEPT or isinstance(kept.life, int) or _chosen(settings, kept.life) > 0


def _chosen(settings: Settings, path: str) -> int:
    value: Any = settings.to_json()
    for name in path.split("."):
        value = value[name]
    return int(value)


def measure(facts: Deployment, code: str, language: str) -> dict[str, Any]:
    """A measure as a sentence with its figures, and its term if the DPV has one."""
    sentence = MEASURE[code][LANGUAGES.index(language)].format(**facts.measures[code])
    term = {"@type": TERMS[code]} if code in TERMS else {}
    return {"measure": code, "sentence": sentence, **term}


def _right(number: int, language: str) -> dict[str, Any]:
    right, served = RIGHTS[number], {route.name for route in ROUTES}
    how = [route for route in right.routes if route in served]
    term = right.article.replace("(", "-").rstrip(")")
    said = {"@type": f"eu-gdpr:A{term}", "article": right.article, "how": how}
    said["sentence"] = right.words[LANGUAGES.index(language)]
    return said if how else said | {"ask": say("ask", language)}


def say(name: str, language: str) -> str:
    """A sentence of `SENTENCES`."""
    return SENTENCES[name][LANGUAGES.index(language)]
