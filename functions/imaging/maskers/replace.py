"""Something else instead: a picture of the caller's own, or a small drawn face."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from functions.core.hide import Hide
from functions.core.styles import DEFAULT_COLOUR, DEFAULT_EMOJI
from functions.imaging.covers import Cover
from functions.imaging.drawing.emoji import GROUND, draw_emoji
from functions.imaging.drawing.pen import Sheet
from functions.imaging.own_picture import open_own

# The share of the shorter side that the radius of an emoji takes.
RADIUS: Final = 0.48


@dataclass(frozen=True, slots=True)
class Replace:
    """Use it for a logo, an avatar, or a smile: it depends on no pixel of the photo, so nothing can undo it.

    A picture is cut to the shape of the place, in its middle, and fills it; where it is transparent, grey
    shows. It does not protect who is known by what is left to see, and somebody else's portrait in the place
    of a face is a statement about two people.
    """

    emoji: str = DEFAULT_EMOJI
    picture: Image.Image | None = None

    @classmethod
    def of(cls, how: Hide) -> "Replace":
        """With the picture or emoji of a recipe.

        Raises `Refused` with ``replacement_unreadable`` if its picture is none, or too large.
        """
        own = how.parameters.get("picture")
        if own is not None:
            return cls(picture=open_own(str(own), DEFAULT_COLOUR))
        return cls(str(how.parameters.get("emoji", DEFAULT_EMOJI)))

    def patch(self, crop: Image.Image, cover: Cover) -> Image.Image:
        """The picture or emoji, and a plain ground to the corners."""
        if self.picture is not None:
            return ImageOps.fit(self.picture, crop.size)
        left, top, right, bottom = cover.frame
        middle = ((left + right) / 2 - cover.where.left, (top + bottom) / 2 - cover.where.top)
        sheet = Sheet(crop.size, GROUND)
        draw_emoji(sheet.pen(middle, max(1.0, min(cover.frame.size) * RADIUS)), self.emoji)
        return sheet.finished()
