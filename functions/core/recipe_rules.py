"""What a team chooses for its recipes: one for jobs that name none, bands, and the styles it allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from functions.core.errors import Invalid
from functions.core.hide import BANDS, Band, Hide, default_band, parse_band
from functions.core.recipe import Recipe, parse_recipe
from functions.core.styles import STYLES
from functions.core.values import fields, listed, one_of

BANDED: Final = tuple(label for label, band in BANDS.items() if band)
ALL: Final = tuple(STYLES)
_FIELDS: Final = ("default", "bands", "styles")


@dataclass(frozen=True, slots=True)
class RecipeRules:
    """``default`` is a job's recipe if it names none. ``bands`` hold for labels whose recipe has no own.

    ``styles`` are those in which a job may hide: a team can forbid those that can be undone.
    """

    default: Recipe | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    styles: tuple[str, ...] = ALL

    def read(self, body: Mapping[str, object], at: str) -> Recipe:
        """The recipe of a job's body, which stands at ``at``, or the team's own. Raises `Invalid`."""
        recipe = self.default
        if recipe is None or "recipe" in body:
            recipe = parse_recipe(body.get("recipe"), at)
        self.require_styles(recipe.hide, at)
        return self.banded(recipe)

    def banded(self, recipe: Recipe) -> Recipe:
        """The recipe with the team's bands where it names none."""
        hide = {
            label: how if how.band or label not in self.bands else replace(how, band=self.bands[label])
            for label, how in recipe.hide.items()
        }
        return replace(recipe, hide=hide)

    def require_styles(self, hide: Mapping[str, Hide], at: str) -> None:
        """Raise `Invalid` with the path of a style that the team does not allow."""
        for label, how in hide.items():
            if how.style not in self.styles:
                allowed = ", ".join(self.styles)
                raise Invalid(
                    f"is a style that the team does not allow; it allows {allowed}",
                    field=f"{at}.hide.{label}.style",
                )

    def to_json(self) -> dict[str, object]:
        """As it is stored, and as the API takes it."""
        return {
            "default": self.default.to_json() if self.default else None,
            "bands": {label: band.to_json() for label, band in self.bands.items()},
            "styles": list(self.styles),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "RecipeRules":
        """The inverse of ``to_json``."""
        return merged_rules(cls(), value)


def merged_rules(rules: RecipeRules, change: object) -> RecipeRules:
    """The rules with a change merged in (RFC 7396). Raises `Invalid` with the path of what is refused."""
    if change is None:
        return RecipeRules()
    said = fields(change, "recipes", _FIELDS)
    merged = replace(rules, **dict(_changed(rules, said)))
    if merged.default:
        merged.require_styles(merged.default.hide, "recipes.default")
    return merged


def _changed(rules: RecipeRules, said: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    if "default" in said:
        value = said["default"]
        yield "default", None if value is None else parse_recipe(value, "recipes.default")
    if "bands" in said:
        yield "bands", _bands(rules.bands, said["bands"])
    if "styles" in said:
        yield "styles", ALL if said["styles"] is None else _styles(said["styles"])


def _bands(bands: Mapping[str, Band], change: object) -> dict[str, Band]:
    if change is None:
        return {}
    merged = dict(bands)
    for label, value in fields(change, "recipes.bands", BANDED).items():
        merged.pop(label, None)
        if value is not None:
            merged[label] = parse_band(value, default_band(label, "thorough"), f"recipes.bands.{label}")
    return {label: merged[label] for label in BANDED if label in merged}


def _styles(value: object) -> tuple[str, ...]:
    names = listed(value, "recipes.styles", len(ALL))
    chosen = {one_of(name, ALL, f"recipes.styles[{at}]") for at, name in enumerate(names)}
    return tuple(style for style in ALL if style in chosen)
