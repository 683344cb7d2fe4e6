"""Eyes, noses and mouths to choose from. Each is drawn around the pen's zero, an eye about 0.5 wide."""

from collections.abc import Callable
from typing import Final

from functions.imaging.drawing.palettes import Palette
from functions.imaging.drawing.pen import Pen, Point

# ``side`` is -1 for the mask's left half as one looks at it, 1 for its right.
Feature = Callable[[Pen, Palette, Point, int], None]


def rings(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """An eye of three circles."""
    pen.disc(at, 0.27, palette.light)
    pen.disc(at, 0.18, palette.accent)
    pen.disc(at, 0.095, palette.ink)


def almond(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """An eye between two bows, with its brow."""
    pen.lens(at, (0.34, 0.19), palette.ink)
    pen.lens(at, (0.29, 0.155), palette.light)
    pen.disc(at, 0.13, palette.accent)
    pen.disc(at, 0.065, palette.ink)
    pen.bow((at[0], at[1] + 0.2), 0.5, 0.07, palette.ink, (218, 322))


def asleep(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """An eye under its lid."""
    pen.disc(at, 0.27, palette.light)
    pen.disc((at[0], at[1] + 0.02), 0.15, palette.ink)
    pen.disc(at, 0.275, palette.accent, (180, 360))
    pen.bar(at, (0.31, 0.03), palette.ink)


def cut(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """The opening of a Venetian mask, with a golden rim and a lifted corner."""
    for halves, colour in (((0.36, 0.24), palette.spark), ((0.29, 0.17), palette.ink)):
        pen.lens((at[0] + side * 0.02, at[1]), halves, colour)
    pen.shape([(at[0] + side * 0.3, at[1] - 0.06), (at[0] + side * 0.46, at[1] - 0.3),
               (at[0] + side * 0.14, at[1] - 0.2)], palette.spark)  # fmt: skip


def gem(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A harlequin's eye: a lozenge that stands, with a circle in it."""
    pen.gem(at, (0.25, 0.42), palette.ink)
    pen.disc(at, 0.15, palette.light)
    pen.disc(at, 0.07, palette.ink)


def half(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A half circle with a half circle in it."""
    pen.disc((at[0], at[1] + 0.1), 0.3, palette.light, (180, 360))
    pen.disc((at[0], at[1] + 0.1), 0.16, palette.ink, (180, 360))
    pen.bar((at[0], at[1] - 0.3), (0.3, 0.04), palette.ink)


def block(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A square eye, as a machine would have it."""
    pen.bar(at, (0.24, 0.24), palette.ink)
    pen.disc(at, 0.17, palette.light)
    pen.disc(at, 0.17, palette.accent, (90, 270))


EYES: Final = (rings, almond, asleep, cut, gem, half, block)


def wedge(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A nose of light and shadow."""
    pen.shape([(0, at[1] - 0.62), (0.17, at[1]), (-0.17, at[1])], palette.light)
    pen.shape([(0, at[1] - 0.62), (side * 0.17, at[1]), (0, at[1])], palette.ink)


def line(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A nose in one stroke, from a brow down."""
    pen.bow((side * 0.42, at[1] - 0.62), 0.42, 0.07, palette.ink, (180, 270) if side > 0 else (270, 360))
    pen.bar((0, at[1] - 0.3), (0.035, 0.33), palette.ink)
    pen.disc((-side * 0.06, at[1]), 0.095, palette.ink)


def column(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A nose like a column, with a round foot."""
    pen.bar((0, at[1] - 0.32), (0.075, 0.34), palette.spark)
    pen.disc((0, at[1]), 0.18, palette.spark, (180, 360))


def drop(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A nose like a drop."""
    pen.shape([(0, at[1] - 0.6), (0.12, at[1] - 0.08), (-0.12, at[1] - 0.08)], palette.accent)
    pen.disc((0, at[1] - 0.08), 0.128, palette.accent)


NOSES: Final = (wedge, line, column, drop)


def lips(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """Two lips."""
    pen.lens(at, (0.4, 0.17), palette.accent)
    pen.shape([(-0.09, at[1] - 0.19), (0.09, at[1] - 0.19), (0, at[1] - 0.1)], palette.face)
    pen.lens(at, (0.4, 0.025), palette.ink)


def smile(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A half circle that smiles."""
    pen.disc((0, at[1] - 0.13), 0.36, palette.ink, (0, 180))
    pen.bar((0, at[1] - 0.07), (0.28, 0.06), palette.light)


def oh(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A round mouth, as if it sang."""
    pen.disc(at, 0.2, palette.accent)
    pen.disc(at, 0.11, palette.ink)


def wave(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """Two half circles side by side, one up and one down."""
    pen.disc((-side * 0.19, at[1]), 0.19, palette.accent, (180, 360))
    pen.disc((side * 0.19, at[1]), 0.19, palette.ink, (0, 180))


def gems(pen: Pen, palette: Palette, at: Point, side: int) -> None:
    """A lozenge of two colours that lies."""
    pen.gem(at, (0.4, 0.17), palette.light)
    pen.shape([(-0.4, at[1]), (0.4, at[1]), (0, at[1] + 0.17)], palette.accent)


MOUTHS: Final = (lips, smile, oh, wave, gems)
