"""A blur that grows with the place."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFilter

from functions.core.hide import Hide
from functions.core.styles import DEFAULT_RADIUS
from functions.imaging.covers import Cover

# It is blurred at no more than this many pixels: what is finer goes anyway, and a large face costs no more.
LARGEST: Final = 96
# A place of a few pixels is blurred as if its longer side were this long.
SMALLEST: Final = 16


@dataclass(frozen=True, slots=True)
class Blur:
    """Use it if the look is asked for, and never where somebody must not be recognised.

    A blur keeps light and shadow of a face in their places: whoever has a copy of the photo finds whose
    it was (``docs/styles.md`` has the figures), and a blur whose kernel is known can be sharpened in part.
    ``radius`` is the standard deviation as a share of the longer side; a recipe cannot go below 0.15.
    """

    radius: float = DEFAULT_RADIUS

    @classmethod
    def of(cls, how: Hide) -> "Blur":
        """As strong as a recipe says."""
        return cls(float(how.parameters.get("radius", DEFAULT_RADIUS)))

    def patch(self, crop: Image.Image, _cover: Cover) -> Image.Image:
        """The crop alone, blurred: its edges too, as if the picture ended there."""
        longer = max(crop.size)
        scale = min(1.0, LARGEST / longer)
        small = crop.resize(
            (max(1, round(crop.width * scale)), max(1, round(crop.height * scale))), Image.Resampling.BOX
        )
        soft = small.filter(ImageFilter.GaussianBlur(self.radius * max(longer * scale, SMALLEST)))
        return soft.resize(crop.size, Image.Resampling.BICUBIC)
