"""What is under a cover, and what is beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageStat

from functions.imaging.boxes import PixelBox
from functions.imaging.covers import Cover, clipped_to, in_pixels
from functions.imaging.detectors import Found
from functions.imaging.polygons import winding

SAMPLES: Final = 64
# A codec moves single pixels far, where 4:2:0 mixes colours, but keeps what blocks of 8 × 8 are on average,
# and the lightness of each pixel. Measured with JPEG and WebP at quality 90, over noise and saturated colours
# side by side: blocks are off by up to 30, because channels end at 255; lightness by up to 4.5 on average.
BLOCK: Final = 8
GRID: Final = 16
TILE: Final = 64 * GRID
# A smaller picture is closer: at a half lightness is off by up to 1.4, at a quarter by up to 0.9.
MOST_OFF: Final = 36
MOST_LIGHTNESS_OFF: Final = 8


def is_painted(
    decoded: Image.Image, painted: Image.Image, cover: Cover, *, lossless: bool, factor: int = 1
) -> bool:
    """Whether ``decoded`` shows under ``cover`` what ``painted`` showed: exactly if ``lossless``.

    Both are RGB or RGBA, of one size, but that ``decoded`` may be smaller by ``factor``. After a lossy
    encoder means are compared, of the whole grid of blocks that the cover touches, so that its edges need no
    tolerance of their own.
    """
    if decoded.mode == "RGBA" and decoded.getchannel("A").crop(cover.where).getextrema()[0] != 255:
        clear = decoded.getchannel("A").crop(cover.where).point(_clear)
        if ImageChops.multiply(clear, cover.mask()).getbbox():
            return False
    if lossless:
        off = _difference(decoded.crop(cover.where), painted.crop(cover.where))
        return Image.composite(off, Image.new("RGB", off.size), cover.mask()).getbbox() is None
    lightness = pixels = 0.0
    for tile in _tiles(cover.where, painted.size):
        small = PixelBox(*(-(-edge // factor) for edge in tile))
        seen, wanted = as_rgb(decoded.crop(small)), as_rgb(painted.crop(tile))
        blocks = np.asarray(_difference(seen.reduce(BLOCK // factor), wanted.reduce(BLOCK)))
        if int(blocks.max()) > MOST_OFF:
            return False
        off = ImageChops.difference(seen.convert("L"), wanted.convert("L").reduce(factor))
        lightness += ImageStat.Stat(off).sum[0]
        pixels += seen.width * seen.height
    return lightness <= MOST_LIGHTNESS_OFF / factor * pixels


def share_in_view(found: Found, covers: Sequence[Cover], size: tuple[int, int]) -> float:
    """The share 0..1 of ``found`` that none of ``covers`` hides, on a grid of 64 × 64 points in its box.

    Of a place with a polygon only the points inside that count, unless it is too thin to have any.
    """
    box = found.box
    steps = (np.arange(SAMPLES) + 0.5) / SAMPLES
    x = ((box.left + box.width * steps) * size[0])[None, :]
    y = ((box.top + box.height * steps) * size[1])[:, None]
    hidden = np.zeros((SAMPLES, SAMPLES), dtype=bool)
    for cover in covers:
        hidden |= cover.hides(x, y)
    if found.polygon:
        inside = winding(in_pixels(found.polygon, size), x, y) != 0
        hidden = hidden[inside] if inside.any() else hidden
    return float(1 - hidden.mean())


def as_rgb(picture: Image.Image) -> Image.Image:
    """``picture`` without its alpha channel; itself if it has none, because Pillow would copy it."""
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _tiles(where: PixelBox, size: tuple[int, int]) -> Iterator[PixelBox]:
    """All of the grid that ``where`` touches in a picture of ``size``, in pieces that take little memory."""
    left, top = where.left // GRID * GRID, where.top // GRID * GRID
    right, bottom = (-(-edge // GRID) * GRID for edge in where[2:])
    for y in range(top, bottom, TILE):
        for x in range(left, right, TILE):
            yield clipped_to(PixelBox(x, y, min(x + TILE, right), min(y + TILE, bottom)), size)


def _difference(one: Image.Image, other: Image.Image) -> Image.Image:
    return ImageChops.difference(as_rgb(one), as_rgb(other))


def _clear(alpha: int) -> int:
    return 0 if alpha == 255 else 255
