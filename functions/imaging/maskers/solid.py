"""One flat colour."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageChops

from functions.imaging.boxes import PixelBox

# Grey: the chroma of a covered place is neutral, so that no codec has anything to round there.
FILL: Final = (64, 64, 64)

# How far a lossy codec may carry a channel from the fill, by distance from the edge in pixels. Measured with
# JPEG and WebP at quality 90 on saturated and on random surroundings: 141 in the two outermost pixels, where
# 4:2:0 mixes the neighbours' colour in; 24 in the rest of the 16-pixel blocks that the edge cuts; 2 beyond.
TOLERANCES: Final = ((0, 176), (2, 48), (16, 8))


@dataclass(frozen=True, slots=True)
class Solid:
    """Use it whenever a face must not be recognised: it is the default, and nothing can undo it.

    The place is painted before encoding, so a pixel inside depends on no original pixel inside; what a codec
    carries over an edge comes from the visible neighbours. It does not protect who is known by what is left
    to see: clothes, place, company. The size of the box still tells the size of the head.
    """

    def paint(self, picture: Image.Image, where: PixelBox) -> None:
        """Fill ``where``, opaque."""
        picture.paste(FILL if picture.mode == "RGB" else (*FILL, 255), where)

    def holds(self, picture: Image.Image, where: PixelBox, *, lossless: bool) -> bool:
        """Whether the fill is there: exactly after a lossless encoder, else within what codecs do."""
        crop = picture.crop(where)
        if crop.mode == "RGBA" and crop.getchannel("A").getextrema()[0] != 255:
            return False
        colours = crop.convert("RGB")
        off = ImageChops.difference(colours, Image.new("RGB", crop.size, FILL))
        return all(
            _largest(off, inset) <= (0 if lossless else tolerance)
            for inset, tolerance in TOLERANCES
            if min(off.size) > 2 * inset
        )


def _largest(off: Image.Image, inset: int) -> int:
    """The largest value of any channel at least ``inset`` pixels from the edge."""
    inner = off.crop((inset, inset, off.width - inset, off.height - inset))
    return int(np.asarray(inner).max())
