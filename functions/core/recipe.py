"""The recipe: what to hide, in which style, and what to do when nothing was found.

A recipe is one versioned JSON value, the same in the API, in a stored job and on the command line.
Unknown names are refused with the path of the field, never skipped (house rule 8).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Invalid

VERSION: Final = 1
LABELS: Final = ("face",)
STYLES: Final = ("solid",)
IF_NOTHING: Final = ("review", "release", "reject")


@dataclass(frozen=True, slots=True)
class Recipe:
    """``hide`` maps each label to the style that covers it."""

    hide: Mapping[str, str]
    if_nothing: str = "review"

    def to_json(self) -> dict[str, object]:
        """The recipe in full, defaults written out."""
        hide = {label: {"style": style} for label, style in self.hide.items()}
        return {"version": VERSION, "hide": hide, "if_nothing": self.if_nothing}


def parse_recipe(value: object, at: str = "recipe") -> Recipe:
    """A recipe from JSON; ``at`` is its own path. Raises `Invalid` with the path that was refused."""
    body = _fields(value, at, {"version", "hide", "if_nothing"})
    if body.get("version") is not VERSION:
        raise Invalid(f"must be {VERSION}", field=f"{at}.version")
    hide = _fields(body.get("hide"), f"{at}.hide", set(LABELS))
    if not hide:
        raise Invalid("must name at least one label", field=f"{at}.hide")
    styles = {label: _style(how, f"{at}.hide.{label}") for label, how in hide.items()}
    return Recipe(styles, _one_of(body.get("if_nothing", "review"), IF_NOTHING, f"{at}.if_nothing"))


def _style(value: object, path: str) -> str:
    return _one_of(_fields(value, path, {"style"}).get("style", "solid"), STYLES, f"{path}.style")


def _fields(value: object, path: str, known: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Invalid("must be an object", field=path)
    if not value.keys() <= known:
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(known))}", field=path)
    return value


def _one_of(value: object, known: tuple[str, ...], path: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise Invalid(f"must be one of {', '.join(known)}", field=path)
    return value
