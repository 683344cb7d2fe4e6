"""How a drawn face stands in a cover: so much of the landmarks as looks right, and no more."""

import math
from dataclasses import dataclass
from typing import Final

from functions.imaging.covers import Cover
from functions.imaging.drawing.mask import HIGH, MIDDLE
from functions.imaging.drawing.pen import Point

# A head leans by whole steps of this many degrees, and stands in the middle of its cover or one step beside
# it. The proportions of the face are the drawing's own: 24 × 9 poses in all, of one photo and of no person.
LEAN: Final = 15
STEP: Final = 1 / 12
# The share of a cover's width and height that half a head may take.
HALF: Final = 0.44


@dataclass(frozen=True, slots=True)
class Pose:
    """The middle of the head and half its width, in pixels of the cover, and its turn clockwise in degrees.

    ``steps`` says how far it stands beside the cover's middle: -1, 0 or 1, across and down.
    """

    at: Point
    unit: float
    turn: int
    steps: tuple[int, int]


def pose_of(cover: Cover) -> Pose:
    """A pose for ``cover``, by its landmarks if there are any, else upright in its middle."""
    width, height = cover.frame.size
    middle = ((cover.frame.left + cover.frame.right) / 2, (cover.frame.top + cover.frame.bottom) / 2)
    turn = _turn(cover)
    lying = abs(math.sin(math.radians(turn))) > 0.7
    across, along = (height, width) if lying else (width, height)
    unit = max(1.0, min(across * HALF, along * HALF / HIGH))
    x, y = _head(cover, middle, unit, turn)
    steps = _step((x - middle[0]) / (width * STEP)), _step((y - middle[1]) / (height * STEP))
    at = middle[0] + width * STEP * steps[0], middle[1] + height * STEP * steps[1]
    return Pose((at[0] - cover.where.left, at[1] - cover.where.top), unit, turn, steps)


def _turn(cover: Cover) -> int:
    """From eyes to mouth is down."""
    if not cover.landmarks:
        return 0
    eyes, mouth = _centres(cover.landmarks)
    return round(math.degrees(math.atan2(eyes[0] - mouth[0], mouth[1] - eyes[1])) / LEAN) * LEAN % 360


def _head(cover: Cover, middle: Point, unit: float, turn: int) -> Point:
    """Where the middle of the head is if the drawing's eyes and mouth lie on those of ``cover``."""
    if not cover.landmarks:
        return middle
    eyes, mouth = _centres(cover.landmarks)
    lean, down = math.radians(turn), MIDDLE * unit
    between = (eyes[0] + mouth[0]) / 2, (eyes[1] + mouth[1]) / 2
    return between[0] + math.sin(lean) * down, between[1] - math.cos(lean) * down


def _centres(landmarks: tuple[Point, ...]) -> tuple[Point, Point]:
    (ax, ay), (bx, by), _nose, (cx, cy), (dx, dy) = landmarks
    return ((ax + bx) / 2, (ay + by) / 2), ((cx + dx) / 2, (cy + dy) / 2)


def _step(steps: float) -> int:
    return max(-1, min(1, round(steps)))
