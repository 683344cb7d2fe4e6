"""Rectangles: fractions of a picture on the outside, whole pixels where something is painted."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from functions.core.region import Box

GROW_SIDE: Final = 0.3
GROW_TOP: Final = 0.5
SAMPLES: Final = 64


class PixelBox(NamedTuple):
    """A rectangle in whole pixels; ``right`` and ``bottom`` are just outside, as in Pillow."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.right - self.left, self.bottom - self.top


def clipped(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The part inside the picture of a rectangle given by its edges in fractions; None if there is none."""
    left, top = max(0.0, left), max(0.0, top)  # in this order, NaN becomes the picture's rim
    right, bottom = min(1.0, right), min(1.0, bottom)
    if not (left < right and top < bottom):
        return None
    return Box(left, top, right - left, bottom - top)


def grown(box: Box, size: tuple[int, int]) -> PixelBox:
    """What to cover of a picture of ``size`` pixels so that a face in ``box`` is hidden with its head.

    Face boxes end at the hairline and the ears. 30 % of the box on each side takes in ears and chin, 50 % on
    top the hair, and one pixel more outweighs all rounding. Clipped to the picture, never empty.
    """
    width, height = size
    side, chin, hair = box.width * GROW_SIDE, box.height * GROW_SIDE, box.height * GROW_TOP
    left = math.floor((box.left - side) * width) - 1
    top = math.floor((box.top - hair) * height) - 1
    right = math.ceil((box.left + box.width + side) * width) + 1
    bottom = math.ceil((box.top + box.height + chin) * height) + 1
    return PixelBox(max(0, left), max(0, top), min(width, right), min(height, bottom))


def fractions(painted: PixelBox, size: tuple[int, int]) -> Box:
    """``painted`` as fractions of a picture of ``size`` pixels; ``pixels`` is its exact inverse."""
    (width, height), (wide, high) = size, painted.size
    return Box(painted.left / width, painted.top / height, wide / width, high / height)


def pixels(box: Box, size: tuple[int, int]) -> PixelBox:
    """The whole pixels that ``fractions`` made ``box`` of."""
    width, height = size
    left, top = round(box.left * width), round(box.top * height)
    return PixelBox(left, top, left + round(box.width * width), top + round(box.height * height))


def alike(one: Box, other: Box) -> float:
    """How far two boxes are the same place, 0..1: intersection over union."""
    wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    high = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    shared = max(0.0, wide) * max(0.0, high)
    return shared / (one.width * one.height + other.width * other.height - shared)


def outside(box: Box, covers: Sequence[Box]) -> float:
    """The share 0..1 of ``box`` that none of ``covers`` hides, on a grid of 64 × 64 points inside it."""
    steps = (np.arange(SAMPLES) + 0.5) / SAMPLES
    across, down = box.left + box.width * steps, box.top + box.height * steps
    hidden = np.zeros((SAMPLES, SAMPLES), dtype=bool)
    for cover in covers:
        columns = (across >= cover.left) & (across <= cover.left + cover.width)
        rows = (down >= cover.top) & (down <= cover.top + cover.height)
        hidden |= rows[:, None] & columns[None, :]
    return float(1 - hidden.mean())
