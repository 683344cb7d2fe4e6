"""One flat colour."""

from dataclasses import dataclass

from PIL import Image

from functions.core.hide import Hide
from functions.core.styles import DEFAULT_COLOUR
from functions.imaging.covers import Cover


@dataclass(frozen=True, slots=True)
class Solid:
    """Use it whenever a face must not be recognised: it is the default, and nothing can undo it.

    The place is painted before encoding, so a pixel inside depends on no original pixel inside; what a codec
    carries over an edge comes from the visible neighbours. It does not protect who is known by what is left
    to see: clothes, place, company. The size of the box still tells the size of the head. The default is
    grey: where chroma is neutral, no codec has anything to round.
    """

    colour: str = DEFAULT_COLOUR

    @classmethod
    def of(cls, how: Hide) -> "Solid":
        """With the colour that a recipe names, ``#rrggbb``."""
        return cls(str(how.parameters.get("colour", DEFAULT_COLOUR)))

    def patch(self, crop: Image.Image, _cover: Cover) -> Image.Image:
        """The colour alone."""
        return Image.new("RGB", crop.size, self.colour)
