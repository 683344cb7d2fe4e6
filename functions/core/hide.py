"""How one label is hidden: style, shape, growth, and from which confidence on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from functions.core.errors import Invalid
from functions.core.styles import DEFAULT_STYLE, STYLES, Parameter
from functions.core.values import fields, number, one_of

SHAPES: Final = ("box", "ellipse")
MOST_GROWTH: Final = 2
REGION: Final = "region"


@dataclass(frozen=True, slots=True)
class Band:
    """Confidences 0..1: from ``hide`` on a place is hidden; from ``review`` on too, and a person looks."""

    hide: float
    review: float

    def to_json(self) -> dict[str, object]:
        """The band as in a recipe."""
        return {"hide": self.hide, "review": self.review}


# What can be hidden, each with its band if the recipe names none. A given region is certain and has no band.
# Text, number plates with it, is seen clearly or not at all: of 81 places in 40 photos two were below 0.5.
BANDS: Final[Mapping[str, Band | None]] = {"face": Band(0.5, 0.5), "text": Band(0.5, 0.5), REGION: None}
# Who looks thoroughly would rather cover a dog than miss a face, and so believes less sure findings.
THOROUGH: Final[Mapping[str, Band]] = {"face": Band(0.3, 0.3)}
LABELS: Final = tuple(BANDS)


@dataclass(frozen=True, slots=True)
class Hide:
    """``grow`` is a factor on what a label grows by so that hair and ears are covered.

    Without a ``band`` the label's own holds, see ``band_of``; half of one is filled up from the lowest.
    ``parameters`` are those of the style, read and checked; what is missing is the style's own choice.
    """

    style: str = DEFAULT_STYLE
    shape: str = "box"
    grow: float = 1
    band: Band | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def anonymising(self) -> bool:
        """Whether nothing can undo the style."""
        return STYLES[self.style].anonymising

    def to_json(self) -> dict[str, object]:
        """The value in full."""
        body = {"style": self.style, "shape": self.shape, "grow": self.grow, **self.parameters}
        return body | ({"band": self.band.to_json()} if self.band else {})


def parse_hide(value: object, label: str, path: str) -> Hide:
    """How ``label`` is hidden, from JSON. Raises `Invalid`."""
    style = DEFAULT_STYLE
    if isinstance(value, dict) and "style" in value:
        style = one_of(value["style"], STYLES, f"{path}.style")
    own, either = STYLES[style].parameters, STYLES[style].either
    body = fields(value, path, {"style", "shape", "grow", "band", *own})
    if len(body.keys() & set(either)) > 1:
        raise Invalid(f"names more than one of {', '.join(either)}", field=path)
    return Hide(
        style,
        one_of(body.get("shape", "box"), SHAPES, f"{path}.shape"),
        number(body.get("grow", 1), f"{path}.grow", MOST_GROWTH),
        parse_band(body["band"], default_band(label, "thorough"), f"{path}.band") if "band" in body else None,
        {name: read(body[name], f"{path}.{name}") for name, read in own.items() if name in body},
    )


def band_of(label: str, how: Hide, effort: str) -> Band:
    """The band that holds for ``label`` at an ``effort``. A given region is always hidden."""
    return how.band or default_band(label, effort) or Band(0, 0)


def default_band(label: str, effort: str) -> Band | None:
    """The label's own band; None for a given region."""
    return THOROUGH.get(label, BANDS[label]) if effort == "thorough" else BANDS[label]


def parse_band(value: object, default: Band | None, path: str) -> Band:
    """A band from JSON; what it lacks is filled up from ``default``, the label's own. Raises `Invalid`."""
    if default is None:
        raise Invalid("a given region is certain and has no band", field=path)
    band = fields(value, path, {"hide", "review"})
    hide = number(band.get("hide", default.hide), f"{path}.hide")
    review = number(band.get("review", min(default.review, hide)), f"{path}.review")
    if review > hide:
        raise Invalid("must not be above hide", field=f"{path}.review")
    return Band(hide, review)
