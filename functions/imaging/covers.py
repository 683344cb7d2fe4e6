"""Covers: which pixels are painted so that a place is hidden."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from functions.core.hide import REGION, Hide
from functions.core.region import Box
from functions.core.shapes import Point
from functions.imaging.boxes import PixelBox
from functions.imaging.detectors import Found
from functions.imaging.polygons import Pixels, bounds, filled, swollen, winding

Points = tuple[Point, ...]


class Growth(NamedTuple):
    """By which share of its width and height a box grows on each side, and by how many pixels.

    ``crown`` comes on top of ``side`` where the top of the head is, and ``chin`` opposite, as landmarks tell.
    With ``of_shorter`` the shares are of its shorter side: a long line of text needs no longer margin.
    """

    side: float = 0
    crown: float = 0
    chin: float = 0
    pixels: int = 0
    of_shorter: bool = False


UPRIGHT: Final[Point] = (0, -1)
# Face boxes end at the hairline and the ears. 30 % of the box on each side takes in ears and chin, 50 % on
# top the hair, and one pixel more outweighs all rounding. Boxes of text end at the characters; the rest of a
# number plate is no secret. A given region is meant as it is.
GROWTH: Final[Mapping[str, Growth]] = {
    "face": Growth(side=0.3, crown=0.2, pixels=1),
    "text": Growth(side=0.2, pixels=1, of_shorter=True),
    REGION: Growth(),
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What to paint, in pixels of the upright picture.

    ``where`` is the smallest box around it, in the picture and never empty. ``shape`` is ``box``, ``ellipse``
    or the corners of a polygon. ``frame`` is what an ellipse touches: ``where`` before the picture's edges
    cut it. ``landmarks`` are eyes, nose and corners of the mouth, if the detector saw them.
    """

    label: str
    where: PixelBox
    shape: str | Points
    frame: PixelBox
    landmarks: Points | None = None

    @property
    def kind(self) -> str:
        """``box``, ``ellipse`` or ``polygon``."""
        return self.shape if isinstance(self.shape, str) else "polygon"

    def mask(self) -> Image.Image:
        """A picture in mode L of the size of ``where``: 255 is covered and 0 is not, with a hard edge."""
        if self.shape == "box":
            return Image.new("L", self.where.size, 255)
        left, top = self.where[:2]
        if not isinstance(self.shape, str):
            return filled([(x - left, y - top) for x, y in self.shape], self.where.size)
        mask = Image.new("L", self.where.size)
        edges = (self.frame.left, self.frame.top, self.frame.right - 1, self.frame.bottom - 1)
        ImageDraw.Draw(mask).ellipse(
            (edges[0] - left, edges[1] - top, edges[2] - left, edges[3] - top), fill=255
        )
        return mask

    def hides(self, x: Pixels, y: Pixels) -> Pixels:
        """Whether each point (two arrays, which broadcast) lies under the cover."""
        left, top, right, bottom = self.frame if self.shape == "ellipse" else self.where
        if not isinstance(self.shape, str):
            return np.asarray(winding(self.shape, x, y) != 0)
        if self.shape == "box":
            return np.asarray((x >= left) & (x <= right) & (y >= top) & (y <= bottom))
        across, down = (2 * x - left - right) / (right - left), (2 * y - top - bottom) / (bottom - top)
        return np.asarray(across**2 + down**2 <= 1)


def cover_of(label: str, found: Found, how: Hide, size: tuple[int, int]) -> Cover:
    """What hides ``found`` in a picture of ``size`` pixels the way ``how`` says; never less than its box."""
    landmarks = in_pixels(found.landmarks, size) if found.landmarks else None
    growth = GROWTH[label]
    frame = grown(found.box, size, growth, how.grow, upwards(landmarks))
    if found.polygon:
        corners = in_pixels(found.polygon, size)
        if growth.of_shorter:  # a rectangle that lies askew; a given polygon is meant as it is
            corners = swollen(corners, how.grow * growth.side, growth.pixels)
            frame = PixelBox(*bounds(corners))
        return Cover(label, clipped_to(frame, size), corners, frame, landmarks)
    if how.shape == "ellipse":
        frame = _around(frame, grown(found.box, size, Growth(pixels=1)))
    return Cover(label, clipped_to(frame, size), how.shape, frame, landmarks)


def grown(
    box: Box, size: tuple[int, int], growth: Growth, factor: float = 1, up: Point = UPRIGHT
) -> PixelBox:
    """All pixels that ``box`` touches, and as much more as ``growth`` times ``factor`` says; not clipped.

    ``up`` points from the mouth to the top of the head; its length is 1.
    """
    wide, high = box.width * size[0], box.height * size[1]
    units = (min(wide, high),) * 4 if growth.of_shorter else (wide, high, wide, high)
    left, top, right, bottom = (
        factor * unit * (growth.side + max(0, along) * growth.crown + max(0, -along) * growth.chin)
        for unit, along in zip(units, (-up[0], -up[1], up[0], up[1]), strict=True)
    )
    return PixelBox(
        math.floor(box.left * size[0] - left) - growth.pixels,
        math.floor(box.top * size[1] - top) - growth.pixels,
        math.ceil(box.left * size[0] + wide + right) + growth.pixels,
        math.ceil(box.top * size[1] + high + bottom) + growth.pixels,
    )


def upwards(landmarks: Points | None) -> Point:
    """The way from the mouth to the eyes; upright if nothing is known."""
    if not landmarks:
        return UPRIGHT
    eyes, mouth = landmarks[:2], landmarks[3:]
    across = sum(x for x, _ in eyes) - sum(x for x, _ in mouth)
    down = sum(y for _, y in eyes) - sum(y for _, y in mouth)
    length = math.hypot(across, down)
    return (across / length, down / length) if length else UPRIGHT


def clipped_to(frame: PixelBox, size: tuple[int, int]) -> PixelBox:
    """The part of ``frame`` in a picture of ``size``; one pixel at its edge if there is none."""
    (width, height), (left, top, right, bottom) = size, frame
    left, top = min(max(0, left), width - 1), min(max(0, top), height - 1)
    return PixelBox(left, top, max(min(width, right), left + 1), max(min(height, bottom), top + 1))


def in_pixels(points: Points, size: tuple[int, int]) -> Points:
    """Fractions as pixels of a picture of ``size``."""
    return tuple((x * size[0], y * size[1]) for x, y in points)


def _around(frame: PixelBox, box: PixelBox) -> PixelBox:
    """``frame``, or so much more around the same middle that its ellipse holds the corners of ``box``."""
    middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    wide, high = frame.size[0] / 2, frame.size[1] / 2
    far = max(
        math.hypot((x - middle[0]) / wide, (y - middle[1]) / high)
        for x in (box.left, box.right)
        for y in (box.top, box.bottom)
    )
    if far <= 1:
        return frame
    wide, high = wide * far, high * far
    return PixelBox(
        math.floor(middle[0] - wide) - 1,
        math.floor(middle[1] - high) - 1,
        math.ceil(middle[0] + wide) + 1,
        math.ceil(middle[1] + high) + 1,
    )
