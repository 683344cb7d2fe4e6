"""What is handed from step to step."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from functions.core.masked import Masked, Verdict
from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.imaging.covers import Cover
from functions.imaging.detectors import Found
from functions.imaging.formats import CONTENT_TYPES


@dataclass(frozen=True, slots=True)
class Place:
    """Something that a detector found, with the label that asked for it."""

    label: str
    found: Found


@dataclass(frozen=True, slots=True)
class Work:
    """One picture on its way. Each step returns a new value with its own fields filled.

    ``opened`` is the only thing painted in place: a second copy of 12 megapixels would cost 36 MB.
    """

    original: bytes
    content_type: str
    recipe: Recipe
    format: str = ""
    lossless: bool = False
    opened: Image.Image | None = None
    places: tuple[Place, ...] = ()
    hints: tuple[Place, ...] = ()
    kept: tuple[Place, ...] = ()
    unsure: bool = False
    covers: tuple[Cover, ...] = ()
    regions: tuple[Region, ...] = ()
    encoded: bytes = b""
    verdict: Verdict | None = None

    @property
    def picture(self) -> Image.Image:
        """The picture; the step that opens it must have run."""
        assert self.opened is not None, "no step has opened the picture"
        return self.opened

    def result(self) -> Masked:
        """What the pipeline hands back; the step that verifies must have run."""
        assert self.verdict is not None, "no step has verified the picture"
        width, height = self.picture.size
        kind = CONTENT_TYPES[self.format]
        return Masked(self.encoded, kind, width, height, self.regions, self.verdict, self.unsure)


Step = Callable[[Work], Work]
