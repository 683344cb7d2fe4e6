"""Large squares, each of one colour."""

from dataclasses import dataclass
from typing import Final

from PIL import Image

from functions.core.hide import Hide
from functions.core.styles import DEFAULT_BLOCKS
from functions.imaging.covers import Cover

# A square of fewer pixels would be a pixel of the photo, or nearly.
SMALLEST: Final = 4


@dataclass(frozen=True, slots=True)
class Pixelate:
    """Use it if the look is asked for, and never where somebody must not be recognised.

    Whoever has a copy of the photo finds whose face it was: the squares are as good as a fingerprint
    (``docs/styles.md`` has the figures). ``blocks`` is how many there are along the longer side; a recipe
    cannot ask for more than 8, and a small place gets fewer.
    """

    blocks: int = DEFAULT_BLOCKS

    @classmethod
    def of(cls, how: Hide) -> "Pixelate":
        """With so many blocks as a recipe says."""
        return cls(int(how.parameters.get("blocks", DEFAULT_BLOCKS)))

    def patch(self, crop: Image.Image, _cover: Cover) -> Image.Image:
        """The mean of each square, edge to edge."""
        longer = max(crop.size)
        blocks = max(1, min(self.blocks, longer // SMALLEST))
        few = [max(1, round(side * blocks / longer)) for side in crop.size]
        squares = crop.resize((few[0], few[1]), Image.Resampling.BOX)
        return squares.resize(crop.size, Image.Resampling.NEAREST)
