"""The recipe: what to hide, in which style, and what to do when nothing was found.

A recipe is one versioned JSON value, the same in the API, in a stored job and on the command line.
Unknown names and contradictions are refused with the path of the field, never skipped (house rule 8).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from functions.core.background import MASK, REMOVE, Background, parse_background
from functions.core.errors import Invalid
from functions.core.hide import LABELS, REGION, Hide, parse_hide
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.shapes import Shape, parse_shapes, shape_to_json
from functions.core.values import fields, one_of

VERSION: Final = 1
IF_NOTHING: Final = ("review", "release", "reject")
EFFORTS: Final = ("fast", "balanced", "thorough")
ORIENTATIONS: Final = (1, 4)
FORMATS: Final = ("same", "jpeg", "png", "webp")
MOST_SHAPES: Final = 200
MOST_BYTES: Final = 32 * 1024
LARGEST: Final = "largest"

Keep = Literal["largest"] | tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How hard a detector looks: ``effort`` trades time for small faces, ``orientations`` for turned ones.

    The default is the hardest, because a face that was missed cannot be called back.
    """

    effort: str = "thorough"
    orientations: int = 4

    def to_json(self) -> dict[str, object]:
        """The value in full."""
        return {"effort": self.effort, "orientations": self.orientations}


@dataclass(frozen=True, slots=True)
class Output:
    """The file that comes out; ``same`` is the format that came in, if it is one that we write."""

    format: str = "same"

    def to_json(self) -> dict[str, object]:
        """The value in full."""
        return {"format": self.format}


@dataclass(frozen=True, slots=True)
class Recipe:
    """``hide`` maps each label to how it is covered; ``regions`` are covered whatever is seen there.

    ``keep`` are faces that stay: the largest, or those whose centre lies in one of its shapes. ``within``,
    unless empty, are the only places where something detected is hidden, again by its centre. With a
    ``background`` there may be nothing to hide; then shapes are fractions of the picture that comes out.
    """

    hide: Mapping[str, Hide]
    if_nothing: str = "review"
    regions: tuple[Shape, ...] = ()
    keep: Keep = ()
    within: tuple[Shape, ...] = ()
    detect: Look = Look()
    output: Output = Output()
    background: Background | None = None

    @property
    def lane(self) -> str:
        """Which masker works it: another background needs other models, memory and time."""
        return BACKGROUND if self.background else IDENTITY

    @property
    def of_result(self) -> "Recipe":
        """The same for its own result: that has another background already, and is cropped."""
        return replace(self, background=None)

    def to_json(self) -> dict[str, object]:
        """The recipe in full, defaults written out; what is empty is left out."""
        keep = self.keep if self.keep == LARGEST else [shape_to_json(shape) for shape in self.keep]
        places = {
            "regions": [shape_to_json(shape) for shape in self.regions],
            "keep": keep,
            "within": [shape_to_json(shape) for shape in self.within],
        }
        return {
            "version": VERSION,
            "hide": {label: how.to_json() for label, how in self.hide.items()},
            **{name: value for name, value in places.items() if value},
            "detect": self.detect.to_json(),
            "if_nothing": self.if_nothing,
            "output": self.output.to_json(),
            **({"background": self.background.to_json()} if self.background else {}),
        }


_FIELDS: Final = {
    "version",
    "hide",
    "regions",
    "keep",
    "within",
    "detect",
    "if_nothing",
    "output",
    "background",
}


def parse_recipe(value: object, at: str = "recipe") -> Recipe:
    """A recipe from JSON; ``at`` is its own path. Raises `Invalid` with the path that was refused."""
    body = fields(value, at, _FIELDS)
    if body.get("version") is not VERSION:
        raise Invalid(f"must be {VERSION}", field=f"{at}.version")
    behind = parse_background(body["background"], f"{at}.background") if "background" in body else None
    recipe = Recipe(
        _hide(body.get("hide", {} if behind else None), f"{at}.hide", least=0 if behind else 1),
        one_of(body.get("if_nothing", "review"), IF_NOTHING, f"{at}.if_nothing"),
        _shapes(body, "regions", at),
        LARGEST if body.get("keep") == LARGEST else _shapes(body, "keep", at),
        _shapes(body, "within", at),
        _look(body.get("detect", {}), f"{at}.detect"),
        _output(body.get("output", {}), f"{at}.output"),
        behind,
    )
    _refuse_contradictions(recipe, at)
    if len(json.dumps(recipe.to_json())) > MOST_BYTES:
        raise Invalid(f"must not be longer than {MOST_BYTES} bytes, defaults written out", field=at)
    return recipe


def _hide(value: object, path: str, least: int) -> dict[str, Hide]:
    hide = fields(value, path, LABELS)
    if len(hide) < least:
        raise Invalid("must name at least one label", field=path)
    return {label: parse_hide(how, label, f"{path}.{label}") for label, how in hide.items()}


def _shapes(body: Mapping[str, object], name: str, at: str) -> tuple[Shape, ...]:
    return parse_shapes(body[name], f"{at}.{name}", MOST_SHAPES) if name in body else ()


def _look(value: object, path: str) -> Look:
    body, default = fields(value, path, {"effort", "orientations"}), Look()
    orientations = body.get("orientations", default.orientations)
    if type(orientations) is not int or orientations not in ORIENTATIONS:
        raise Invalid(f"must be one of {', '.join(map(str, ORIENTATIONS))}", field=f"{path}.orientations")
    return Look(one_of(body.get("effort", default.effort), EFFORTS, f"{path}.effort"), orientations)


def _output(value: object, path: str) -> Output:
    body = fields(value, path, {"format"})
    return Output(one_of(body.get("format", "same"), FORMATS, f"{path}.format"))


def _refuse_contradictions(recipe: Recipe, at: str) -> None:
    if bool(recipe.regions) != (REGION in recipe.hide):
        raise Invalid("regions and hide.region need each other", field=f"{at}.regions")
    if recipe.keep and "face" not in recipe.hide:
        raise Invalid("no face is hidden", field=f"{at}.keep")
    if recipe.within and not recipe.hide.keys() - {REGION}:
        raise Invalid("nothing that is detected is hidden", field=f"{at}.within")
    if recipe.background:
        _refuse_impossible_grounds(recipe, recipe.background, at)


def _refuse_impossible_grounds(recipe: Recipe, background: Background, at: str) -> None:
    if background.mode == REMOVE and recipe.output.format == "jpeg":
        raise Invalid("a JPEG cannot be transparent, as background.mode asks", field=f"{at}.output.format")
    if background.mode == MASK and recipe.hide:
        raise Invalid("a mask shows nothing that could be hidden", field=f"{at}.hide")
    named = recipe.regions or recipe.within or (recipe.keep and recipe.keep != LARGEST)
    if background.margin is not None and named:
        # where the shapes would lie after cropping nobody knows before it was done
        raise Invalid("cannot be together with regions, keep or within", field=f"{at}.background.crop")
