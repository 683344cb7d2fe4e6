"""An abstract face, drawn from chance alone."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Final

from PIL import Image

from functions.core.hide import Hide
from functions.imaging.covers import Cover
from functions.imaging.drawing.ground import halo, tiles
from functions.imaging.drawing.mask import draw_mask
from functions.imaging.drawing.palettes import PALETTES
from functions.imaging.drawing.pen import Sheet
from functions.imaging.maskers.pose import pose_of

FACE: Final = "face"
# Degrees by which a mask is tilted out of its lean at most: a crowd should not stand in rank and file.
TILT: Final = 7.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Use it where a picture should stay lively: a drawn mask looks at you instead of the face.

    Colours and features come from the operating system's chance, anew for each cover, and from no pixel, so
    nothing can undo it. Of the landmarks remains how the head leans, as one of twelve directions; chance
    tilts it a little more. It does not protect who is known by what is left to see: clothes, place, company.
    Places that are no face get tiles.
    """

    chance: Callable[[], Random] = SystemRandom

    @classmethod
    def of(cls, _how: Hide) -> "Pattern":
        """It takes no parameters."""
        return cls()

    def patch(self, crop: Image.Image, cover: Cover) -> Image.Image:
        """A drawing over all of the cover, its corners too."""
        chance = self.chance()
        palette = chance.choice(PALETTES)
        sheet = Sheet(crop.size, palette.ground)
        if cover.label != FACE:
            tiles(sheet, palette, chance)
            return sheet.finished()
        pose = pose_of(cover)
        halo(sheet, palette, chance, pose.at)
        lean = pose.turn + chance.uniform(-TILT, TILT)
        draw_mask(sheet.pen(pose.at, pose.unit, lean), palette, chance)
        return sheet.finished()
