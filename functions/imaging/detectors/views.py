"""The views of a picture that a detector looks at: at several sizes, turned, and in tiles."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from functions.core.region import Box
from functions.imaging.detectors.tiles import tiles

Floats = npt.NDArray[np.float32]

# Neither a dark nor a light face drowns in it.
BACKGROUND: Final = (128, 128, 128)
WHOLE: Final = Box(0, 0, 1, 1)
# A small picture is enlarged this much at most. Beyond, noise turns into faces: on 27 small photos the share
# of findings that are faces fell from .82 at twice the size to .67 at four times, with no further face found.
ENLARGED: Final = 2
# Larger views than the first are cut, which bounds the memory that a network takes (260 MB for 1920 × 1440 at
# once). Tiles overlap by more than the largest face that is looked for in them.
TILE: Final = 1040
LARGEST: Final = 128
OVERLAP: Final = 160
TURNED: Final = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


class View(NamedTuple):
    """``picture`` shows the ``part`` (in fractions) of a whole that was turned anticlockwise ``turn`` times.

    ``close`` says that the view is larger than the first: large faces were seen there, and here a part of
    one would be taken for another.
    """

    picture: Image.Image
    turn: int = 0
    part: Box = WHOLE
    close: bool = False

    def upright(self, points: Floats) -> Floats:
        """Points (n × 2) in pixels of the view, as fractions of the whole picture standing upright."""
        x = self.part.left + points[:, 0] / self.picture.width * self.part.width
        y = self.part.top + points[:, 1] / self.picture.height * self.part.height
        turned = ((x, y), (1 - y, x), (1 - x, 1 - y), (y, 1 - x))[self.turn]
        return np.stack(turned, axis=-1)


def first_views(
    picture: Image.Image, long_side: int, turns: Sequence[int], turned_side: int | None = None
) -> Iterator[View]:
    """RGB views of the whole ``picture``, each turned as asked, with its long side at most as given.

    With ``turned_side`` those that are turned at all are no larger than that.

    A picture with transparency is looked at twice: as it is seen, over grey, and with its alpha ignored,
    because a face at alpha 1 is invisible and yet there for everybody who drops the channel.
    """
    for flat in flattened(picture):
        sized = _sized(flat, min(long_side, max(flat.size)))
        smaller = _sized(sized, min(turned_side or long_side, max(sized.size)))
        for turn in turns:
            yield View(_turned(smaller if turn else sized, turn), turn)


def close_views(picture: Image.Image, long_sides: Sequence[int], turn: int) -> Iterator[View]:
    """Tiles of ``picture`` turned once, at the given sizes, as far as enlarging it brings anything."""
    for source in flattened(picture):
        flat, long_side = source, max(source.size)
        for size in sorted({min(size, long_side * ENLARGED) for size in long_sides}, reverse=True):
            sized = _sized(flat, size)
            flat = sized if size < long_side else flat  # the next one is smaller, and made of less
            yield from _tiles(_turned(sized, turn), turn)


def flattened(picture: Image.Image) -> Iterator[Image.Image]:
    """``picture`` in RGB: over grey, and then, if anything can be seen through, with its alpha ignored."""
    if picture.mode == "RGB":
        yield picture
        return
    ground = Image.new("RGB", picture.size, BACKGROUND)
    ground.paste(picture, mask=picture.getchannel("A"))
    yield ground
    if picture.getchannel("A").getextrema() != (255, 255):
        yield picture.convert("RGB")


def _sized(view: Image.Image, long_side: int) -> Image.Image:
    if long_side == max(view.size):
        return view
    width, height = (max(1, round(side * long_side / max(view.size))) for side in view.size)
    return view.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=1.0)


def _turned(view: Image.Image, turn: int) -> Image.Image:
    method = TURNED[turn]
    return view if method is None else view.transpose(method)


def _tiles(view: Image.Image, turn: int) -> Iterator[View]:
    width, height = view.size
    for left, top, right, bottom in tiles(view.size, TILE, OVERLAP):
        part = Box(left / width, top / height, (right - left) / width, (bottom - top) / height)
        yield View(view.crop((left, top, right, bottom)), turn, part, close=True)
