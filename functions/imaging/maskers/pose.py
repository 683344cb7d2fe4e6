"""How a drawn face stands in a cover: so much of the landmarks as looks right, and no more."""

import math
from dataclasses import dataclass
from typing import Final

from functions.imaging.covers import Cover
from functions.imaging.drawing.mask import HIGH
from functions.imaging.drawing.pen import Point

# A head leans by whole steps of this many degrees, and stands in the middle of its cover. With steps of 15°
# and a place of its own it looked no better, and told 23 of 100 faces apart (``bench/linkage.py``).
LEAN: Final = 30
# The share of a cover's width and height that half a head may take.
HALF: Final = 0.44


@dataclass(frozen=True, slots=True)
class Pose:
    """The middle of the head and half its width, in pixels of the cover, and its turn clockwise in degrees.

    The turn is all that the landmarks decide: one of twelve. The proportions are the drawing's own.
    """

    at: Point
    unit: float
    turn: int


def pose_of(cover: Cover) -> Pose:
    """A pose for ``cover``, by its landmarks if there are any, else upright."""
    left, top, right, bottom = cover.frame
    width, height = cover.frame.size
    turn = _turn(cover)
    lying = abs(math.sin(math.radians(turn))) > 0.7
    across, along = (height, width) if lying else (width, height)
    unit = max(1.0, min(across * HALF, along * HALF / HIGH))
    middle = (left + right) / 2 - cover.where.left, (top + bottom) / 2 - cover.where.top
    return Pose(middle, unit, turn)


def _turn(cover: Cover) -> int:
    """From the eyes to the mouth is down."""
    if not cover.landmarks:
        return 0
    (ax, ay), (bx, by), _nose, (cx, cy), (dx, dy) = cover.landmarks
    aside, down = ax + bx - cx - dx, cy + dy - ay - by
    return round(math.degrees(math.atan2(aside, down)) / LEAN) * LEAN % 360
