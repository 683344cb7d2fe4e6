"""What the background lane knows of a picture while it is on its way."""

from dataclasses import dataclass

from PIL import Image

from functions.imaging.background.grounds import Ground
from functions.imaging.boxes import PixelBox


@dataclass(frozen=True, slots=True)
class Cut:
    """``alpha`` (mode L, the picture's size) is 255 on the subject; ``ground`` is what was put behind it.

    ``clear`` says whether it is clear what the subject is; if not, a person has to look.
    """

    alpha: Image.Image
    clear: bool
    ground: Ground | None = None

    def at(self, tile: PixelBox) -> Image.Image:
        """The new ground in a tile; the step that composes must have run."""
        assert self.ground is not None, "no step has put a ground there"
        return self.ground.at(tile)
