"""Draws smooth shapes in units of its own: every shape is a polygon, so that any turn is exact."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageDraw

Point = tuple[float, float]

# Shapes are drawn so many times larger than they are wanted, and made small: soft edges (antialiasing).
FINER: Final = 3
# No side is drawn beyond this many pixels; larger is made of it. Flat shapes lose nothing that one sees.
MOST: Final = 1536
CORNERS: Final = 72


@dataclass
class Sheet:
    """A picture of ``size`` pixels in the making; `finished` hands it out."""

    size: tuple[int, int]
    ground: str
    scale: float = field(init=False)
    _picture: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.scale = min(float(FINER), MOST / max(self.size))
        width, height = (max(1, round(side * self.scale)) for side in self.size)
        self._picture = Image.new("RGB", (width, height), self.ground)

    def pen(self, at: Point, unit: float, turn: float = 0.0) -> "Pen":
        """A pen whose zero is at pixel ``at``, whose unit is ``unit`` pixels, turned clockwise by degrees."""
        draw = ImageDraw.Draw(self._picture)
        return Pen(draw, (at[0] * self.scale, at[1] * self.scale), unit * self.scale, math.radians(turn))

    def finished(self) -> Image.Image:
        """The picture in RGB, exactly of ``size``."""
        return self._picture.resize(self.size, Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class Pen:
    """Fills shapes; x grows to the right, y down, angles are degrees clockwise from the right."""

    draw: ImageDraw.ImageDraw
    zero: Point
    unit: float
    turn: float

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """Fill the polygon of ``points``."""
        across, down = math.cos(self.turn) * self.unit, math.sin(self.turn) * self.unit
        self.draw.polygon(
            [(self.zero[0] + x * across - y * down, self.zero[1] + x * down + y * across) for x, y in points],
            fill=colour,
        )

    def oval(self, at: Point, radii: Point, colour: str, span: Point = (0, 360)) -> None:
        """Fill an ellipse, or the piece of it between the two angles of ``span``, cut straight."""
        self.shape(arc(at, radii, span), colour)

    def disc(self, at: Point, radius: float, colour: str, span: Point = (0, 360)) -> None:
        """Fill a circle, or a piece of it."""
        self.oval(at, (radius, radius), colour, span)

    def bow(self, at: Point, radius: float, thick: float, colour: str, span: Point) -> None:
        """Fill a piece of a ring, ``thick`` wide around ``radius``."""
        outer, inner = radius + thick / 2, radius - thick / 2
        there, back = arc(at, (outer, outer), span), arc(at, (inner, inner), span)
        self.shape([*there, *reversed(back)], colour)

    def bar(self, at: Point, halves: Point, colour: str) -> None:
        """Fill a rectangle around ``at`` with half its width and half its height."""
        (x, y), (wide, high) = at, halves
        self.shape(
            [(x - wide, y - high), (x + wide, y - high), (x + wide, y + high), (x - wide, y + high)], colour
        )

    def gem(self, at: Point, halves: Point, colour: str) -> None:
        """Fill a lozenge around ``at``."""
        (x, y), (wide, high) = at, halves
        self.shape([(x, y - high), (x + wide, y), (x, y + high), (x - wide, y)], colour)

    def lens(self, at: Point, halves: Point, colour: str) -> None:
        """Fill an almond around ``at``: two bows that meet in points."""
        (x, y), (wide, high) = at, halves
        steps = [index / 24 * 2 - 1 for index in range(25)]
        top = [(x + wide * step, y - high * (1 - step * step)) for step in steps]
        self.shape([*top, *((px, 2 * y - py) for px, py in reversed(top))], colour)


def arc(at: Point, radii: Point, span: Point) -> list[Point]:
    """Points on an ellipse from one angle of ``span`` to the other."""
    steps = max(2, round(abs(span[1] - span[0]) / 360 * CORNERS))
    angles = (math.radians(span[0] + (span[1] - span[0]) * index / steps) for index in range(steps + 1))
    return [(at[0] + radii[0] * math.cos(angle), at[1] + radii[1] * math.sin(angle)) for angle in angles]
