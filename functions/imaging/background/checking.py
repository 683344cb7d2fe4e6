"""Whether the encoded result still shows anything of the old ground."""

from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

from functions.core.background import MASK, REMOVE
from functions.imaging.background.cut import Cut
from functions.imaging.background.edges import tiles
from functions.imaging.boxes import PixelBox
from functions.imaging.work import Frame, Work

# After a lossy encoder, means of blocks are compared, and only of those at least so many pixels from anything
# that stayed: no codec carries a colour that far.
BLOCK: Final = 8
AWAY: Final = 16
MOST_OFF: Final = 12


def is_replaced(decoded: Image.Image, work: Work, frame: Frame, cut: Cut) -> bool:
    """Whether ``decoded`` shows the new ground, and nothing else, wherever the subject's alpha is 0.

    ``decoded`` is the result as a viewer shows it. A removed ground is transparent to the last pixel.
    """
    mode = work.recipe.background.mode if work.recipe.background else ""
    stays = cut.alpha.copy()
    for cover in frame.covers:  # of later rounds too
        stays.paste(255, cover.where[:2], cover.mask())
    if mode == REMOVE:
        return decoded.mode == "RGBA" and not _shows(decoded.getchannel("A"), stays)
    nothing = Image.new("L", decoded.size)
    return decoded.mode == "RGB" and all(
        _is_ground(
            decoded.crop(tile),
            Image.merge("RGB", [stays.crop(tile)] * 3) if mode == MASK else cut.at(tile),
            _crop_around(nothing if mode == MASK else stays, tile),
            lossless=work.lossless,
        )
        for tile in tiles(decoded.size)
    )


def _is_ground(seen: Image.Image, wanted: Image.Image, stays: Image.Image, *, lossless: bool) -> bool:
    """``stays`` is larger than the others by `AWAY` on each side."""
    if lossless:
        inside = stays.crop((AWAY, AWAY, AWAY + seen.width, AWAY + seen.height))
        bands = ImageChops.difference(seen, wanted).split()
        return not any(_shows(band, inside) for band in bands)
    off = np.asarray(ImageChops.difference(seen.reduce(BLOCK), wanted.reduce(BLOCK))).max(axis=2)
    return bool((off[_is_away(stays, off.shape)] <= MOST_OFF).all())


def _is_away(stays: Image.Image, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """For each block of a tile, whether nothing stays in it or within `AWAY` pixels."""
    near = AWAY // BLOCK
    blocks = stays.point(_full).reduce(BLOCK).filter(ImageFilter.MaxFilter(2 * near + 1))
    inside = blocks.crop((near, near, near + shape[1], near + shape[0]))
    return np.asarray(np.asarray(inside) == 0)


def _crop_around(stays: Image.Image, tile: PixelBox) -> Image.Image:
    return stays.crop((tile.left - AWAY, tile.top - AWAY, tile.right + AWAY, tile.bottom + AWAY))


def _shows(values: Image.Image, stays: Image.Image) -> bool:
    """Whether any of ``values`` (mode L) is not 0 where ``stays`` is."""
    return ImageChops.multiply(values.point(_full), stays.point(_none)).getbbox() is not None


def _full(value: int) -> int:
    return 255 if value else 0


def _none(value: int) -> int:
    return 0 if value else 255
