"""The text of the agreement, made of the deployment's facts; see `functions.core.agreement`.

Nothing of a team stands in it: what a team may choose is said as such, so that all accept the same text.
"""

import hashlib
from dataclasses import asdict
from typing import Any, Final

from functions.core.agreement_words import CHOSEN, CLAUSES
from functions.core.audit import canonical
from functions.core.deployment import KEPT, Deployment, Kept
from functions.core.deployment_words import LANGUAGES, what
from functions.core.privacy import CONTEXT, measure, period, say

EDITION: Final = 1  # of the words; the facts are told by the digest


def agreement(facts: Deployment, language: str) -> dict[str, Any]:
    """The text in a language: what Art. 28(3) GDPR wants agreed, and the annexes that the clauses name."""
    at = LANGUAGES.index(language)
    clauses = [
        {"clause": clause.name, "heading": clause.heading[at], "sentence": clause.words[at]}
        for clause in CLAUSES
    ]
    return {
        "@context": CONTEXT,
        "@type": "dpv:ControllerProcessorAgreement",
        "language": language,
        "processor": asdict(facts.operator),
        "clauses": clauses,
        "stored": [_stored(kept, language) for kept in facts.stores],
        "region": facts.region,
        "transfers": say("transfers", language).format(region=facts.region),
        "sub_processors": [asdict(other) for other in facts.sub_processors],
        "measures": [measure(facts, code, language) for code in facts.measures],
    }


def texts(facts: Deployment) -> dict[str, str]:
    """The text in every language, as an acceptance keeps it."""
    return {language: canonical(agreement(facts, language)).decode() for language in LANGUAGES}


def version_of(facts: Deployment) -> str:
    """The version: it changes with every word and every fact, and with nothing else."""
    digest = hashlib.sha256("\n".join(texts(facts).values()).encode()).hexdigest()
    return f"{EDITION}-{digest[:12]}"


def _stored(kept: Kept, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {"place": kept.place, "what": kept.what, "sentence": what(kept, language)}
    if isinstance(kept.life, int):
        return said | {"minutes": kept.life, "period": period(kept.life, language)}
    chosen = CHOSEN[LANGUAGES.index(language)]
    return said | {"period": say("kept", language) if kept.life == KEPT else chosen}
