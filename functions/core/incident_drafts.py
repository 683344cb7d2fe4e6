"""Drafts to the authority (GDPR Art. 33(3)) and to people (Art. 34(2)), of an incident and the deployment.

A draft is for a person to read, complete and send; ``missing`` names what nobody has said yet.
"""

from collections.abc import Mapping
from typing import Any, Final

from functions.core.deployment import Deployment
from functions.core.deployment_words import LANGUAGES, measures
from functions.core.incident import AUTHORITY, PEOPLE, Incident
from functions.core.times import to_text

Words = tuple[str, str]
HEADS: Final[Mapping[str, Words]] = {
    AUTHORITY: ("Notification of a personal data breach", "Meldung einer Datenschutzverletzung"),
    PEOPLE: ("What happened to your photos", "Was mit Ihren Fotos geschehen ist"),
    "nature": ("What happened", "Was geschehen ist"),
    "awareness": ("When we learned of it", "Wann wir davon erfuhren"),
    "affected": ("Who and what is affected", "Wer und was betroffen ist"),
    "contact": ("Whom to ask", "Ansprechpartner"),
    "consequences": ("Likely consequences", "Wahrscheinliche Folgen"),
    "measures": ("What was done, and what is planned", "Getroffene und geplante Maßnahmen"),
    "standing": ("What protects the data at all times", "Was die Daten jederzeit schützt"),
    "advice": ("What you can do", "Was Sie tun können"),
}
KIND: Final[Mapping[str, Words]] = {
    "confidentiality": ("Somebody may have seen data.", "Unbefugte können Daten gesehen haben."),
    "integrity": ("Data may have been changed.", "Daten können verändert worden sein."),
    "availability": ("Data was lost or out of reach.", "Daten gingen verloren oder waren nicht erreichbar."),
}
_AFFECTED: Final[Words] = (
    "{prefix}{subjects} people in {jobs} photos, stored between {began} and {ended}; under pseudonyms.",
    "{prefix}{subjects} Personen in {jobs} Fotos, gespeichert von {began} bis {ended}; unter Pseudonymen.",
)
_AT_LEAST: Final[Words] = ("at least ", "mindestens ")
_ADVICE: Final[Words] = (
    "You may see what is stored of you, and have it erased at any time.",
    "Sie können sehen, was von Ihnen gespeichert ist, und es jederzeit löschen lassen.",
)
# In the order in which they are told.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    AUTHORITY: ("nature", "awareness", "affected", "contact", "consequences", "measures", "standing"),
    PEOPLE: ("nature", "contact", "consequences", "measures", "advice"),
}


def draft(whom: str, incident: Incident, facts: Deployment, language: str) -> dict[str, Any]:
    """The parts by name, what is missing of them, and all as one text."""
    said = _parts(incident, facts, language)
    parts = {name: said[name] for name in PARTS[whom]}
    at = LANGUAGES.index(language)
    blocks = [f"{HEADS[name][at]}\n{text or '…'}" for name, text in parts.items()]
    return {
        "whom": whom,
        "language": language,
        "parts": parts,
        "missing": [name for name, text in parts.items() if not text],
        "text": "\n\n".join([HEADS[whom][at], *blocks]) + "\n",
    }


def _parts(incident: Incident, facts: Deployment, language: str) -> dict[str, str]:
    at, assessed, affected = LANGUAGES.index(language), incident.assessment, incident.affected
    return {
        "nature": f"{KIND[incident.kind][at]} {incident.description}",
        "awareness": to_text(incident.aware_at),
        "affected": _AFFECTED[at].format(
            prefix="" if affected.whole else _AT_LEAST[at],
            subjects=affected.subjects,
            jobs=affected.jobs,
            began=to_text(incident.began),
            ended=to_text(incident.ended),
        ),
        "contact": f"{facts.operator.name}, {facts.operator.data_protection_contact}",
        "consequences": assessed.consequences if assessed else "",
        "measures": assessed.measures if assessed else "",
        "standing": "\n".join(measures(facts, language)),
        "advice": _ADVICE[at],
    }
