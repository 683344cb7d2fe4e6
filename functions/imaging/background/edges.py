"""From a coarse outline to a soft edge at full size, by a guided filter, in tiles.

He, Sun, Tang: Guided Image Filtering, 2010 (doi:10.1007/978-3-642-15549-9_1), and its fast form of 2015
(arXiv:1505.00996): what ties the outline to the colours is computed small, and applied to every pixel.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image

from functions.imaging.boxes import PixelBox
from functions.imaging.detectors.outlines import Floats, unit

# The long side at which it is computed; an outline is no finer.
WORK: Final = 640
# How far a pixel's colour is compared, in pixels of that size, and how little of a difference counts.
RADIUS: Final = 6
EPSILON: Final = 2e-4
# A fringe of less is none, and so is a hole: haze over a ground of one colour looks like dirt.
CLEAR, SOLID = 0.12, 0.88
TILE: Final = 256


def work_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size at which a picture of ``size`` pixels is looked at: never larger than it is."""
    scale = min(1.0, WORK / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def tiles(size: tuple[int, int]) -> Iterator[PixelBox]:
    """Boxes that cover a picture of ``size`` pixels once."""
    for top in range(0, size[1], TILE):
        for left in range(0, size[0], TILE):
            yield PixelBox(left, top, min(left + TILE, size[0]), min(top + TILE, size[1]))


def soft_edge(picture: Image.Image, outline: Floats) -> Image.Image:
    """The alpha of ``picture`` (RGB), in mode L, of an ``outline`` (0..1) of its `work_size`.

    No array is larger than a tile or the work size, whatever the picture's.
    """
    small = picture.resize(outline.shape[::-1], Image.Resampling.BOX, reducing_gap=2.0)
    planes = [Image.fromarray(plane) for plane in _ties(unit(small), outline)]
    across, down = outline.shape[1] / picture.width, outline.shape[0] / picture.height
    alpha = Image.new("L", picture.size)
    for tile in tiles(picture.size):
        box = (tile.left * across, tile.top * down, tile.right * across, tile.bottom * down)
        plain = _plain(outline, box)
        if plain is not None:
            alpha.paste(plain, tile)
            continue
        *slopes, shift = (
            np.asarray(plane.resize(tile.size, Image.Resampling.BILINEAR, box=box)) for plane in planes
        )
        colours = unit(picture.crop(tile))
        value = shift + sum(colours[:, :, channel] * slope for channel, slope in enumerate(slopes))
        alpha.paste(_levelled(value), tile)
    return alpha


def _plain(outline: Floats, box: tuple[float, float, float, float]) -> int | None:
    """255 or 0 if the outline is surely that wherever the filter could look from ``box``."""
    left, top = (max(0, int(edge) - 2 * RADIUS - 1) for edge in box[:2])
    right, bottom = (int(edge) + 2 * RADIUS + 2 for edge in box[2:])
    part = outline[top:bottom, left:right]
    if part.min() >= SOLID:
        return 255
    return 0 if part.max() <= CLEAR else None


def _levelled(value: Floats) -> Image.Image:
    level = np.clip((value - CLEAR) / (SOLID - CLEAR), 0, 1)
    return Image.fromarray((level * 255 + 0.5).astype(np.uint8))


def _ties(colours: Floats, outline: Floats) -> list[Floats]:
    """Three slopes and a shift for each pixel: the line on which outline and colour lie around it."""
    flat = colours.reshape(-1, 3)
    mean = np.stack([box_mean(colours[:, :, channel]) for channel in range(3)], axis=-1).reshape(-1, 3)
    level = box_mean(outline).reshape(-1)
    spread = np.empty((len(flat), 3, 3), dtype=np.float32)
    shared = np.empty((len(flat), 3), dtype=np.float32)
    for one in range(3):
        shared[:, one] = box_mean(colours[:, :, one] * outline).reshape(-1) - mean[:, one] * level
        for other in range(3):
            both = box_mean(colours[:, :, one] * colours[:, :, other]).reshape(-1)
            spread[:, one, other] = both - mean[:, one] * mean[:, other]
    spread += np.eye(3, dtype=np.float32) * EPSILON
    slopes = np.linalg.solve(spread, shared[:, :, None])[:, :, 0]
    shift = level - (slopes * mean).sum(axis=1)
    planes = [*slopes.T, shift]
    return [box_mean(plane.reshape(outline.shape).astype(np.float32)) for plane in planes]


def box_mean(values: Floats, radius: int = RADIUS) -> Floats:
    """The mean of the square of ``2 · radius + 1`` around each value; at the rim, of the part inside.

    ``values`` are h × w, or h × w × channels.
    """
    for axis in (0, 1):
        length = values.shape[axis]
        sums = np.concatenate(
            [np.zeros_like(values.take([0], axis), dtype=np.float64), values.cumsum(axis, dtype=np.float64)],
            axis,
        )
        low = np.clip(np.arange(length) - radius, 0, length)
        high = np.clip(np.arange(length) + radius + 1, 0, length)
        counts = (high - low).reshape([-1 if each == axis else 1 for each in range(values.ndim)])
        values = ((sums.take(high, axis) - sums.take(low, axis)) / counts).astype(np.float32)
    return values
