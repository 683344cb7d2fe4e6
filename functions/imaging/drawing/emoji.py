"""Small round faces, drawn here: no font, no emoji set, and nobody's licence."""

from collections.abc import Callable, Mapping
from typing import Final

from functions.core.styles import EMOJIS
from functions.imaging.drawing.pen import Pen, Point, arc

GROUND: Final = "#fff6d8"
FACE, SHADE, INK = "#ffcf3f", "#f4b62c", "#43302b"
WHITE, RED, GLASS, PINK = "#ffffff", "#e5383b", "#23262d", "#ff8f6b"
EYES: Final[tuple[Point, Point]] = ((-0.36, -0.2), (0.36, -0.2))


def draw_emoji(pen: Pen, name: str) -> None:
    """Draw the emoji called ``name`` around the pen's zero, whose unit is its radius. Raises `KeyError`."""
    pen.disc((0, 0), 1, SHADE)
    pen.disc((0, -0.05), 0.93, FACE)
    _DRAWINGS[name](pen)


def _smile(pen: Pen) -> None:
    for eye in EYES:
        pen.oval(eye, (0.12, 0.2), INK)
    _cheeks(pen)
    pen.bow((0, 0.08), 0.52, 0.11, INK, (22, 158))


def _laugh(pen: Pen) -> None:
    for x, y in EYES:
        pen.bow((x, y + 0.1), 0.19, 0.1, INK, (190, 350))
    _open_mouth(pen)


def _wink(pen: Pen) -> None:
    pen.oval(EYES[0], (0.12, 0.2), INK)
    pen.bar((EYES[1][0], EYES[1][1] + 0.03), (0.2, 0.05), INK)
    _cheeks(pen)
    pen.bow((0.05, 0.1), 0.46, 0.11, INK, (10, 140))


def _cool(pen: Pen) -> None:
    pen.bar((0, -0.3), (0.9, 0.06), GLASS)
    for x, y in EYES:
        pen.shape([(x - 0.33, y - 0.1), *arc((x, y - 0.1), (0.33, 0.4), (0, 180))], GLASS)
        pen.shape(
            [(x - 0.2, y - 0.06), (x - 0.08, y - 0.06), (x - 0.16, y + 0.1), (x - 0.24, y + 0.06)], "#5b6070"
        )
    pen.bow((0.05, 0.14), 0.44, 0.11, INK, (15, 150))


def _love(pen: Pen) -> None:
    for x, y in EYES:
        for side in (-1, 1):
            pen.disc((x + side * 0.115, y - 0.08), 0.15, RED)
        pen.shape([(x - 0.25, y - 0.02), (x + 0.25, y - 0.02), (x, y + 0.27)], RED)
    _open_mouth(pen)


def _calm(pen: Pen) -> None:
    for x, y in EYES:
        pen.bow((x, y - 0.05), 0.19, 0.09, INK, (15, 165))
    _cheeks(pen)
    pen.bow((0, 0.2), 0.3, 0.1, INK, (25, 155))


def _cheeks(pen: Pen) -> None:
    for x in (-0.6, 0.6):
        pen.disc((x, 0.2), 0.14, PINK)


def _open_mouth(pen: Pen) -> None:
    pen.disc((0, 0.16), 0.56, INK, (0, 180))
    pen.bar((0, 0.23), (0.44, 0.07), WHITE)
    pen.shape(arc((0, 0.58), (0.3, 0.14), (0, 360)), RED)


_DRAWINGS: Final[Mapping[str, Callable[[Pen], None]]] = dict(
    zip(EMOJIS, (_smile, _laugh, _wink, _cool, _love, _calm), strict=True)
)
