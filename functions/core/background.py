"""What a recipe says about the background: what stands behind the subject, and how that is framed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Invalid
from functions.core.styles import parse_colour, parse_picture
from functions.core.values import fields, number, one_of

REMOVE: Final = "remove"
COLOUR: Final = "colour"
PICTURE: Final = "picture"
BLUR: Final = "blur"
MASK: Final = "mask"
MODES: Final = (REMOVE, COLOUR, PICTURE, BLUR, MASK)
SIDES: Final = (16, 10_000)


@dataclass(frozen=True, slots=True)
class Background:
    """What becomes of everything that is not the subject.

    ``remove`` leaves it transparent, ``colour`` (``#rrggbb``) and ``picture`` (base64 of a small file, which
    is enlarged to fill) put something else there, ``blur`` blurs it, which anonymises nobody, and ``mask``
    gives the subject's outline alone, white on black. ``margin`` crops to the subject and as much around it,
    in parts of its longer side; ``size`` is the most width and height in pixels.
    """

    mode: str
    colour: str | None = None
    picture: str | None = None
    margin: float | None = None
    size: tuple[int, int] | None = None

    def to_json(self) -> dict[str, object]:
        """The inverse of `parse_background`; what is not set is left out."""
        value = {
            "mode": self.mode,
            "colour": self.colour,
            "picture": self.picture,
            "crop": None if self.margin is None else {"margin": self.margin},
            "size": None if self.size is None else list(self.size),
        }
        return {name: part for name, part in value.items() if part is not None}


def parse_background(value: object, at: str) -> Background:
    """A background from JSON; ``at`` is its own path. Raises `Invalid` with the path that was refused."""
    body = fields(value, at, {"mode", COLOUR, PICTURE, "crop", "size"})
    mode = one_of(body.get("mode"), MODES, f"{at}.mode")
    for name in (COLOUR, PICTURE):
        if (mode == name) != (name in body):
            raise Invalid(f"must be there with the mode {name}, and with no other", field=f"{at}.{name}")
    return Background(
        mode,
        parse_colour(body[COLOUR], f"{at}.{COLOUR}") if mode == COLOUR else None,
        parse_picture(body[PICTURE], f"{at}.{PICTURE}") if mode == PICTURE else None,
        _margin(body, at),
        _size(body["size"], f"{at}.size") if "size" in body else None,
    )


def _margin(body: Mapping[str, object], at: str) -> float | None:
    if "crop" not in body:
        return None
    crop = fields(body["crop"], f"{at}.crop", {"margin"})
    return number(crop.get("margin", 0), f"{at}.crop.margin")


def _size(value: object, path: str) -> tuple[int, int]:
    least, most = SIDES
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(type(side) is int and least <= side <= most for side in value)
    ):
        raise Invalid(f"must be two whole numbers from {least} to {most}", field=path)
    return value[0], value[1]
