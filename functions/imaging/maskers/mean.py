"""One colour, which is so light or dark as the place was."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageStat

from functions.core.hide import Hide
from functions.imaging.covers import Cover

# From dark to light. The exact mean of a place, 24 bits of it, tells one photo from a hundred others with
# certainty (``docs/styles.md``); which of four shades is nearest is 2 bits, and nobody can make more of it.
SHADES: Final = ("#3b3a3e", "#75706d", "#a89f96", "#d8d0c5")


@dataclass(frozen=True, slots=True)
class Mean:
    """Use it where a cover should not catch the eye: the place becomes one of four shades of warm grey.

    Which one is all that remains of it: whether the place was dark, dusky, pale or light. That can hint at
    the colour of hair or skin, so prefer ``solid`` where even this is too much. It does not protect who is
    known by what is left to see: clothes, place, company.
    """

    @classmethod
    def of(cls, _how: Hide) -> "Mean":
        """It takes no parameters."""
        return cls()

    def patch(self, crop: Image.Image, cover: Cover) -> Image.Image:
        """The shade that is nearest to the mean lightness under the cover."""
        lightness = ImageStat.Stat(crop.convert("L"), cover.mask()).mean[0]
        return Image.new("RGB", crop.size, SHADES[min(int(lightness * len(SHADES) / 256), len(SHADES) - 1)])
