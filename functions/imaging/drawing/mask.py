"""One drawn mask: a head in two tones with eyes, nose and mouth, all chosen by chance."""

import math
from collections.abc import Callable
from random import Random
from typing import Final

from functions.imaging.drawing.features import EYES, MOUTHS, NOSES
from functions.imaging.drawing.palettes import Palette
from functions.imaging.drawing.pen import Pen, Point

# In units of half the head's width, from its middle: where eyes, nose and mouth stand in every mask.
EYE: Final = (0.45, -0.12)
NOSE: Final = 0.4
MOUTH: Final = 0.78
HIGH: Final = 1.34
# How angular a head is (2 is an ellipse), and by how much it narrows towards the chin.
HEADS: Final = ((2.0, 0.06), (2.3, 0.16), (2.9, 0.0), (2.5, 0.24), (3.6, 0.05))


def draw_mask(pen: Pen, palette: Palette, chance: Random) -> None:
    """Draw a mask around the pen's zero; its unit is half the width of the head."""
    side = chance.choice((-1, 1))
    outline = _outline(*chance.choice(HEADS))
    pen.shape(outline, palette.face)
    chance.choice((_plain, _halves, _visor, _crown))(pen, palette, outline, side)
    chance.choice((_nothing, _cheeks, _dots, _tears))(pen, palette)
    chance.choice((_nothing, _forehead, _sun))(pen, palette)
    chance.choice(NOSES)(pen, palette, (0, NOSE), side)
    chance.choice(MOUTHS)(pen, palette, (0, MOUTH), side)
    first = chance.choice(EYES)
    second = first if chance.random() < 0.7 else chance.choice(EYES)
    first(pen, palette, (-EYE[0], EYE[1]), -1)
    second(pen, palette, EYE, 1)


def _outline(angular: float, narrow: float) -> list[Point]:
    """A superellipse (Lamé curve) that narrows downwards, beginning at the right, clockwise."""
    points = []
    for index in range(120):
        angle = math.tau * index / 120
        x = math.copysign(abs(math.cos(angle)) ** (2 / angular), math.cos(angle))
        y = math.copysign(abs(math.sin(angle)) ** (2 / angular), math.sin(angle))
        points.append((x * (1 - narrow * y), y * HIGH))
    return points


def _cut(outline: list[Point], keep: Callable[[Point], bool]) -> list[Point]:
    return [point for point in outline if keep(point)]


def _plain(pen: Pen, palette: Palette, outline: list[Point], side: int) -> None:
    pass


def _halves(pen: Pen, palette: Palette, outline: list[Point], side: int) -> None:
    half = _cut(outline, lambda point: point[0] * side >= -0.001)
    if side > 0:  # the outline begins in the middle of this half
        half.sort(key=lambda point: math.atan2(point[1], point[0]))
    pen.shape(half, palette.side)


def _visor(pen: Pen, palette: Palette, outline: list[Point], side: int) -> None:
    band = _cut(outline, lambda point: -0.55 < point[1] < 0.3)
    band.sort(key=lambda point: math.atan2(point[1], point[0]))
    pen.shape(band, palette.side)


def _crown(pen: Pen, palette: Palette, outline: list[Point], side: int) -> None:
    pen.shape(_cut(outline, lambda point: point[1] <= -0.55), palette.side)


def _nothing(pen: Pen, palette: Palette) -> None:
    pass


def _cheeks(pen: Pen, palette: Palette) -> None:
    for x in (-0.58, 0.58):
        pen.disc((x, 0.42), 0.16, palette.spark)


def _dots(pen: Pen, palette: Palette) -> None:
    for x in (-0.6, 0.6):
        for at in ((x - 0.1, 0.34), (x + 0.1, 0.34), (x, 0.5)):
            pen.disc(at, 0.05, palette.ink)


def _tears(pen: Pen, palette: Palette) -> None:
    for x in (-EYE[0], EYE[0]):
        pen.gem((x, 0.42), (0.09, 0.22), palette.spark)


def _forehead(pen: Pen, palette: Palette) -> None:
    for x, size in ((-0.34, 0.09), (0, 0.14), (0.34, 0.09)):
        pen.gem((x, -0.86), (size, size * 1.4), palette.spark)


def _sun(pen: Pen, palette: Palette) -> None:
    pen.disc((0, -0.7), 0.3, palette.spark, (180, 360))
    pen.disc((0, -0.7), 0.15, palette.accent, (180, 360))
