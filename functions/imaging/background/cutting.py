"""The first step of the background lane: finds the subject, and frames the picture around it."""

from dataclasses import dataclass, replace

from PIL import Image, ImageChops

from functions.core.background import Background
from functions.core.errors import Invalid, Refused
from functions.core.reasons import TOO_MANY_FRAMES
from functions.core.region import Box
from functions.imaging.background.cut import Cut
from functions.imaging.background.edges import soft_edge
from functions.imaging.background.subject import FindSubject, box_of
from functions.imaging.boxes import PixelBox
from functions.imaging.detectors.views import flattened
from functions.imaging.work import Frame, Work


@dataclass(frozen=True, slots=True)
class CutOut:
    """Does nothing unless the recipe has a background. It stands before detection, which looks at the frame.

    What comes after it works on the picture that will come out: its boxes are fractions of that.
    """

    find: FindSubject | None

    def __call__(self, work: Work) -> Work:
        """Fill ``cut``, and crop and reduce the picture, which becomes RGB.

        Raises `Invalid`, and `Refused` for what moves.
        """
        background = work.recipe.background
        if background is None:
            return work
        if self.find is None:
            raise Invalid("cannot be done by this pipeline", field="recipe.background")
        if len(work.frames) > 1:
            raise Refused(TOO_MANY_FRAMES, "one frame, as a background asks")
        original = work.frames[0].picture
        picture = next(flattened(original))
        subject = self.find(picture)
        alpha = soft_edge(picture, subject.outline)
        if original.mode == "RGBA":
            alpha = ImageChops.multiply(alpha, original.getchannel("A"))
            picture = original.convert("RGB")
        frame = _frame(background, box_of(subject.outline), picture.size)
        size = _reduced(frame.size, background)
        cut = Cut(_framed(alpha, frame, size), subject.clear)
        return replace(work, frames=(Frame(_framed(picture, frame, size), cut),))


def _frame(background: Background, subject: Box | None, size: tuple[int, int]) -> PixelBox:
    """What of a picture of ``size`` pixels stays: all, unless it is to be cropped to a subject."""
    width, height = size
    if background.margin is None or subject is None:
        return PixelBox(0, 0, width, height)
    left, top = subject.left * width, subject.top * height
    wide, high = subject.width * width, subject.height * height
    margin = background.margin * max(wide, high)
    return PixelBox(
        max(0, int(left - margin)),
        max(0, int(top - margin)),
        min(width, int(left + wide + margin) + 1),
        min(height, int(top + high + margin) + 1),
    )


def _reduced(size: tuple[int, int], background: Background) -> tuple[int, int]:
    """``size`` or, in the same shape, what fits into the background's; nothing is enlarged."""
    if background.size is None:
        return size
    scale = min(1.0, background.size[0] / size[0], background.size[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _framed(picture: Image.Image, frame: PixelBox, size: tuple[int, int]) -> Image.Image:
    if frame.size == size:
        return picture if size == picture.size else picture.crop(frame)
    return picture.resize(size, Image.Resampling.LANCZOS, box=frame, reducing_gap=3.0)
