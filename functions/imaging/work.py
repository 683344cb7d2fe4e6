"""What is handed from step to step."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from functions.core.masked import Masked, Verdict
from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.imaging.background.cut import Cut
from functions.imaging.covers import Cover
from functions.imaging.detectors import Found
from functions.imaging.formats import CONTENT_TYPES
from functions.imaging.timing import Timing


@dataclass(frozen=True, slots=True)
class Place:
    """Something that a detector found, with the label that asked for it."""

    label: str
    found: Found


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a file on its way; a still has one.

    ``picture`` is the only thing painted in place: a second copy of 12 megapixels would cost 36 MB.
    """

    picture: Image.Image
    cut: Cut | None = None
    places: tuple[Place, ...] = ()
    hints: tuple[Place, ...] = ()
    kept: tuple[Place, ...] = ()
    unsure: bool = False
    covers: tuple[Cover, ...] = ()
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """One file on its way. Each step returns a new value with its own fields filled.

    ``format`` and ``lossless`` are of the result. An animation has ``timing``, and its frames have one size.
    """

    original: bytes
    recipe: Recipe
    format: str = ""
    lossless: bool = False
    timing: Timing | None = None
    frames: tuple[Frame, ...] = ()
    regions: tuple[Region, ...] = ()
    encoded: bytes = b""
    verdict: Verdict | None = None

    def result(self) -> Masked:
        """What the pipeline hands back; the step that verifies must have run."""
        assert self.verdict is not None, "no step has verified the picture"
        width, height = self.frames[0].picture.size
        kind, unsure = CONTENT_TYPES[self.format], any(frame.unsure for frame in self.frames)
        unclear = any(frame.cut is not None and not frame.cut.clear for frame in self.frames)
        return Masked(self.encoded, kind, width, height, self.regions, self.verdict, unsure, unclear)


Step = Callable[[Work], Work]
