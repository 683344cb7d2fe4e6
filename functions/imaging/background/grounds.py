"""What stands behind a subject, made for one tile at a time."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from PIL import Image, ImageOps

from functions.core.background import BLUR, COLOUR, PICTURE, Background
from functions.imaging.background.edges import box_mean, work_size
from functions.imaging.boxes import PixelBox
from functions.imaging.detectors.outlines import Floats, unit
from functions.imaging.own_picture import open_own

# How far the ground is blurred, as the half side of a square, in pixels of the work size (a 64th of its long
# side); three times, which comes close to a Gaussian of that deviation.
BLUR_RADIUS: Final = 10
WHITE: Final = "#ffffff"
LEAST_WEIGHT: Final = np.float32(0.001)


class Ground(Protocol):
    """Something to put behind a subject."""

    def at(self, tile: PixelBox) -> Image.Image:
        """An RGB picture of the tile's size."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One colour."""

    colour: tuple[int, int, int]

    def at(self, tile: PixelBox) -> Image.Image:
        """See `Ground`."""
        return Image.new("RGB", tile.size, self.colour)


@dataclass(frozen=True, slots=True)
class Stretched:
    """A picture, enlarged or reduced to ``size`` pixels."""

    picture: Image.Image
    size: tuple[int, int]

    def at(self, tile: PixelBox) -> Image.Image:
        """See `Ground`."""
        across, down = self.picture.width / self.size[0], self.picture.height / self.size[1]
        box = (tile.left * across, tile.top * down, tile.right * across, tile.bottom * down)
        return self.picture.resize(tile.size, Image.Resampling.BICUBIC, box=box)


def ground_of(background: Background, picture: Image.Image, alpha: Image.Image) -> Ground:
    """The ground that ``background`` asks for behind an RGB ``picture`` whose subject is at ``alpha``.

    Raises `Refused` for a picture in the recipe that cannot be opened.
    """
    match background.mode:
        case mode if mode == COLOUR and background.colour:
            red, green, blue = bytes.fromhex(background.colour[1:])
            return Flat((red, green, blue))
        case mode if mode == PICTURE and background.picture:
            return Stretched(_filling(open_own(background.picture, WHITE), picture.size), picture.size)
        case mode if mode == BLUR:
            return Stretched(_blurred(picture, alpha), picture.size)
        case _:  # transparent, or a mask: black behind it
            return Flat((0, 0, 0))


def _filling(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The middle of ``picture``, cut to the shape of ``size``."""
    scale = min(picture.width / size[0], picture.height / size[1])
    wide, high = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    return ImageOps.fit(picture, (wide, high))


def _blurred(picture: Image.Image, alpha: Image.Image) -> Image.Image:
    """The ground alone, blurred in its `work_size`: the subject's colours do not run into it."""
    size = work_size(picture.size)
    small = unit(picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0))
    # where there is no ground near, the subject's own colours stand in
    weight = 1 + LEAST_WEIGHT - unit(alpha.resize(size, Image.Resampling.BOX))
    whole = _smooth(weight)
    planes = [_smooth(small[:, :, channel] * weight) / whole for channel in range(3)]
    return Image.fromarray((np.clip(np.stack(planes, axis=-1), 0, 1) * 255 + 0.5).astype(np.uint8))


def _smooth(values: Floats) -> Floats:
    for _ in range(3):
        values = box_mean(values, BLUR_RADIUS)
    return values
