"""What is true of this deployment: who operates it, where, what it keeps for how long, how it is guarded.

`infra` fills it in from the stage that it deploys, so that whatever the product says about itself (agreement,
notice, records of processing) says what is deployed (promise 14). Tests hold each measure against the
template.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

KEPT: Final = "kept"  # a life without an end
MEASURES: Final = (
    "encryption_at_rest",
    "encryption_in_transit",
    "pseudonyms",
    "no_public_access",
    "least_privilege",
    "second_factor",
    "short_links",
    "recovery",
    "deletion",
    "logs_without_people",
)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who deploys Moretta: the processor of Art. 28 GDPR, as its notices will name it."""

    name: str = ""
    address: str = ""
    contact: str = ""
    data_protection_contact: str = ""

    def missing(self) -> list[str]:
        """The fields that are still empty."""
        return [name for name, value in asdict(self).items() if not value.strip()]


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """Another processor whom the operator engages (GDPR Art. 28(2)); ``task`` is a sentence in English."""

    name: str
    address: str
    task: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept in one place, and for how long.

    ``life`` is the longest in minutes; or `KEPT`; or the path of the team's setting that says so, for
    example ``retention.results``. ``what`` is a code of `functions.core.deployment_words`.
    """

    place: str
    what: str
    life: int | str


@dataclass(frozen=True, slots=True)
class Deployment:
    """The facts. ``measures`` are the codes of `MEASURES`, each with the figures that its sentence names."""

    operator: Operator
    stage: str
    region: str
    stores: tuple[Kept, ...]
    sub_processors: tuple[SubProcessor, ...]
    measures: Mapping[str, Mapping[str, int]]

    def to_text(self) -> str:
        """As a function's environment holds it: short, because all of that has 4 KB."""
        stores = [[kept.place, kept.what, kept.life] for kept in self.stores]
        return json.dumps({**asdict(self), "stores": stores}, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> "Deployment":
        """The inverse of ``to_text``."""
        value = json.loads(text)
        return cls(
            Operator(**value["operator"]),
            value["stage"],
            value["region"],
            tuple(Kept(*kept) for kept in value["stores"]),
            tuple(SubProcessor(**other) for other in value["sub_processors"]),
            value["measures"],
        )
