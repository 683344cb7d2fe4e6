"""A team's settings: one versioned value, of which a change names only what it changes.

A setting is here only if it is honoured. What cannot be honoured is refused, with the path of the field: a
setting that silently does nothing would be a lie to the team's privacy officer.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Final

from functions.core.contacts import Contacts, merged_contacts
from functions.core.errors import Invalid
from functions.core.purposes import DEFAULT, Purposes, from_json, merged_purposes
from functions.core.recipe_rules import RecipeRules, merged_rules
from functions.core.retention import Retention

ERASE: Final = "erase"
REMASK: Final = "remask"
DEPICTED: Final = (ERASE, REMASK)  # what an erasure does with others' photos that show the person
RETAINED: Final = tuple(field.name for field in fields(Retention))
_KNOWN: Final = frozenset({"version", "retention", "depicted", "purposes", "recipes", "contacts"})


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most that a team may choose, and what it has while it has chosen nothing."""

    least: int
    default: int
    most: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The stage's bounds of every number, in minutes."""

    retention: Mapping[str, Bound]

    @classmethod
    def parse(cls, text: str) -> "Bounds":
        """Of ``{"results": [least, default, most], …}``, as a function's environment holds it."""
        return cls({name: Bound(*json.loads(text)[name]) for name in RETAINED})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team has chosen. ``version`` counts the changes; 0 is what the stage chose for it."""

    retention: Retention
    depicted: str = ERASE
    version: int = 0
    changed_at: datetime | None = None
    purposes: Purposes = field(default_factory=lambda: DEFAULT)
    recipes: RecipeRules = field(default_factory=RecipeRules)
    contacts: Contacts = field(default_factory=Contacts)

    def to_json(self) -> dict[str, object]:
        """As it is stored, and as the API takes it."""
        purposes = {name: purpose.to_json() for name, purpose in self.purposes.items()}
        return {
            "retention": asdict(self.retention),
            "depicted": self.depicted,
            "purposes": purposes,
            "recipes": self.recipes.to_json(),
            "contacts": self.contacts.to_json(),
        }

    @classmethod
    def from_json(
        cls, value: Mapping[str, Any], defaults: "Settings", version: int, changed_at: datetime
    ) -> "Settings":
        """The inverse of ``to_json``; what was not yet known when it was stored is as the stage has it."""
        return cls(
            replace(defaults.retention, **value["retention"]),
            value["depicted"],
            version,
            changed_at,
            from_json(value["purposes"]) if "purposes" in value else defaults.purposes,
            RecipeRules.from_json(value.get("recipes", {})),
            merged_contacts(Contacts(), value.get("contacts", {})),
        )

    def differences(self, other: "Settings") -> dict[str, tuple[object, object]]:
        """By path, what differs in another value: here, and there."""
        mine, theirs = _flat(self.to_json()), _flat(other.to_json())
        paths = dict.fromkeys([*mine, *theirs])
        both = {path: (mine.get(path), theirs.get(path)) for path in paths}
        return {path: values for path, values in both.items() if values[0] != values[1]}


def defaults(bounds: Bounds) -> Settings:
    """The settings of a team that never changed any."""
    return Settings(Retention(**{name: bound.default for name, bound in bounds.retention.items()}))


def merged(settings: Settings, change: Mapping[str, object], bounds: Bounds, now: datetime) -> Settings:
    """The settings with a change merged in (RFC 7396): what is not named stays, null is the default again.

    The next version, even if nothing differs. Raises `Invalid` with the path of what is not known, out of
    bounds, or cannot be honoured.
    """
    _known(change, _KNOWN, "")
    retention = _retention(settings.retention, change.get("retention", {}), bounds)
    depicted = change.get("depicted", settings.depicted)
    if depicted is not None and depicted not in DEPICTED:
        raise Invalid(f"must be one of {', '.join(DEPICTED)}", field="depicted")
    return replace(
        settings,
        retention=retention,
        depicted=ERASE if depicted is None else str(depicted),
        version=settings.version + 1,
        changed_at=now,
        purposes=merged_purposes(settings.purposes, change.get("purposes", {})),
        recipes=merged_rules(settings.recipes, change.get("recipes", {})),
        contacts=merged_contacts(settings.contacts, change.get("contacts", {})),
    )


def _retention(retention: Retention, change: object, bounds: Bounds) -> Retention:
    if change is None:
        return defaults(bounds).retention
    if not isinstance(change, Mapping):
        raise Invalid("must be an object", field="retention")
    _known(change, frozenset(RETAINED), "retention.")
    values = {
        name: _minutes(value, bounds.retention[name], f"retention.{name}") for name, value in change.items()
    }
    changed = replace(retention, **values)
    for name in ("originals", "results"):
        if changed.job_records < getattr(changed, name):
            # Without the record nobody would find the file.
            raise Invalid(f"must be at least {name}", field="retention.job_records")
    if changed.correction_window > changed.results:
        raise Invalid("must be at most results", field="retention.correction_window")
    return changed


def _minutes(value: object, bound: Bound, field: str) -> int:
    if value is None:
        return bound.default
    if not isinstance(value, int) or isinstance(value, bool) or not bound.least <= value <= bound.most:
        raise Invalid(f"must be a whole number of minutes from {bound.least} to {bound.most}", field=field)
    return value


def _known(change: Mapping[str, object], known: frozenset[str], path: str) -> None:
    if not change.keys() <= known:
        names = ", ".join(sorted(known))
        raise Invalid(f"has an unknown field; known are {names}", field=path.rstrip(".") or "body")


def _flat(value: Mapping[str, object], path: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, inner in value.items():
        flat |= _flat(inner, f"{path}{name}.") if isinstance(inner, Mapping) else {f"{path}{name}": inner}
    return flat
