"""What the tests of the background lane share: a disc on noise, and outliners that know it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from functions.core.masked import Masked
from functions.core.recipe import parse_recipe
from functions.imaging.detectors import Found
from functions.imaging.detectors.outlines import Floats, unit
from functions.imaging.limits import Limits
from functions.imaging.maskers.solid import Solid
from functions.imaging.pipeline import Pipeline
from tests.unit.imaging.making import Script, noise, saved

SIZE = (192, 160)
DISC = (64, 48, 128, 112)  # left, top, right, bottom
SUBJECT = (200, 40, 40)


@dataclass(frozen=True)
class Outline:
    """An outliner that sees in the whole what ``seen`` (mode L) says, and ``around`` in every part."""

    seen: Image.Image
    around: Image.Image

    def outline(self, view: Image.Image) -> Floats:
        return unit(self.seen if view.size == SIZE else self.around)


def disc(size: tuple[int, int] = SIZE, box: tuple[int, ...] = DISC, level: int = 255) -> Image.Image:
    """A disc in mode L."""
    picture = Image.new("L", size)
    ImageDraw.Draw(picture).ellipse(box, fill=level)
    return picture


def photo() -> Image.Image:
    """A red disc before noise."""
    picture = noise(*SIZE)
    picture.paste(SUBJECT, mask=disc())
    return picture


def cutter(
    *faces: Found,
    lines: Sequence[tuple[Found, ...]] = (),
    seen: Image.Image | None = None,
    around: Image.Image | None = None,
) -> Pipeline:
    """The real pipeline; its outliner sees the disc and nothing around faces, its detector ``faces``.

    ``lines`` are what the detector sees at each look, if not the same.
    """
    outline = Outline(seen or disc(), around or Image.new("L", (8, 8)))
    return Pipeline(Limits(4_000_000), {"face": Script([*(lines or [faces])])}, {"solid": Solid.of}, outline)


def cut(
    background: dict[str, Any], *, pipeline: Pipeline | None = None, name: str = "PNG", **recipe: Any
) -> Masked:
    """The photo with another background."""
    whole = parse_recipe({"version": 1, "background": background, **recipe})
    return (pipeline or cutter()).mask(saved(photo(), name), whole)


def encoded(picture: Image.Image, name: str = "PNG") -> str:
    """A picture as a recipe carries it."""
    return base64.b64encode(saved(picture, name)).decode()


def away(pixels: int = 12) -> npt.NDArray[np.bool_]:
    """True for what is at least so many pixels from the disc."""
    left, top, right, bottom = DISC
    wide = disc(box=(left - pixels, top - pixels, right + pixels, bottom + pixels))
    return np.asarray(np.asarray(wide) == 0)


def within(pixels: int = 8) -> npt.NDArray[np.bool_]:
    """True for what is at least so many pixels inside the disc."""
    left, top, right, bottom = DISC
    inside = disc(box=(left + pixels, top + pixels, right - pixels, bottom - pixels))
    return np.asarray(np.asarray(inside) > 0)
