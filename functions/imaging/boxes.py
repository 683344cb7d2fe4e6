"""Rectangles: fractions of a picture on the outside, whole pixels where something is painted."""

from typing import NamedTuple

from functions.core.region import Box


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
    area = one.width * one.height + other.width * other.height - shared
    return shared / area if area else 0.0
