"""Polygons in pixels. A point belongs to one if it winds around it at all (the non-zero rule).

Pillow fills by the even-odd rule, which would leave a hole where a polygon crosses itself.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from functions.core.shapes import Point

Pixels = npt.NDArray[Any]

# So many rows at once that a polygon as large as the picture takes little memory.
ROWS: Final = 256
# Every pixel that the outline touches is covered too.
OUTLINE: Final = 3


def filled(points: Sequence[Point], size: tuple[int, int]) -> Image.Image:
    """A picture in mode L: 255 where the polygon is, and along its outline, 0 elsewhere."""
    width, height = size
    mask = Image.new("L", size)
    for top in range(0, height, ROWS):
        rows = np.arange(top, min(top + ROWS, height)) + 0.5
        turns = np.zeros((len(rows), width + 1), dtype=np.int8)
        for (x1, y1), (x2, y2), way in _edges(points):
            met = np.flatnonzero((rows >= y1) & (rows < y2))
            across = x1 + (rows[met] - y1) * ((x2 - x1) / (y2 - y1))
            turns[met, np.clip(np.ceil(across - 0.5), 0, width).astype(int)] += way
        np.cumsum(turns, axis=1, dtype=np.int8, out=turns)
        inside = (turns[:, :width] != 0).astype(np.uint8) * 255
        mask.paste(Image.fromarray(inside), (0, top))
    ImageDraw.Draw(mask).line([*points, *points[:2]], fill=255, width=OUTLINE)
    return mask


def winding(points: Sequence[Point], x: Pixels, y: Pixels) -> Pixels:
    """How often the polygon goes around each point (Sunday, 2001); the arrays broadcast."""
    turns = np.zeros(np.broadcast_shapes(x.shape, y.shape), dtype=np.int8)
    for (x1, y1), (x2, y2), way in _edges(points):
        turns += way * ((y >= y1) & (y < y2) & (x1 + (y - y1) * ((x2 - x1) / (y2 - y1)) <= x)).astype(np.int8)
    return turns


def bounds(points: Sequence[Point]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the whole pixels that hold all ``points``."""
    x, y = zip(*points, strict=True)
    return math.floor(min(x)), math.floor(min(y)), math.ceil(max(x)), math.ceil(max(y))


def swollen(corners: Sequence[Point], share: float, pixels: int) -> tuple[Point, ...]:
    """A rectangle at any angle, its sides moved out by ``share`` of the shorter one and ``pixels`` more."""
    first, second, _, last = corners
    along = second[0] - first[0], second[1] - first[1]
    down = last[0] - first[0], last[1] - first[1]
    wide, high = math.hypot(*along), math.hypot(*down)
    margin = share * min(wide, high) + pixels
    (ax, ay), (bx, by) = (
        (x * margin / side, y * margin / side) for (x, y), side in ((along, wide), (down, high))
    )
    ways = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(
        (x + i * ax + j * bx, y + i * ay + j * by) for (x, y), (i, j) in zip(corners, ways, strict=True)
    )


def _edges(points: Sequence[Point]) -> Iterator[tuple[Point, Point, int]]:
    """Edges that are not level, each from top to bottom, and 1 or -1 for the way it was drawn."""
    for one, other in zip(points, (*points[1:], points[0]), strict=True):
        if one[1] != other[1]:
            yield (one, other, 1) if one[1] < other[1] else (other, one, -1)
