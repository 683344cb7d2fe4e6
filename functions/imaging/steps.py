"""The steps up to encoding. Each takes a `Work` and returns the next; they share nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from PIL import Image

from functions.core.hide import REGION
from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.imaging.boxes import fractions
from functions.imaging.choice import choose, given
from functions.imaging.comparing import as_rgb
from functions.imaging.covers import Cover, cover_of
from functions.imaging.detectors import Detector
from functions.imaging.encoding import encode_frames, is_lossless
from functions.imaging.formats import written_as
from functions.imaging.ground import in_one_mode, on_ground
from functions.imaging.limits import Limits
from functions.imaging.maskers import MakeMasker, Masker
from functions.imaging.opening import open_picture
from functions.imaging.plugins import named
from functions.imaging.timing import Timing, duration_of, plays_of
from functions.imaging.tracks import spread, united
from functions.imaging.upright import upright
from functions.imaging.work import Frame, Place, Work


@dataclass(frozen=True, slots=True)
class Open:
    """Opens the original by its content, and stands each frame upright. Raises `Refused`."""

    limits: Limits

    def __call__(self, work: Work) -> Work:
        """Fill ``frames`` with pictures on fresh canvases, and with ``format`` how they will be written."""
        opened, wish = open_picture(work.original, self.limits), work.recipe.output.format
        moving = opened.frames > 1 and wish != "jpeg"  # of what moves, a JPEG shows the first frame
        pictures, durations = [], []
        for picture in islice(opened.decoded(), None if moving else 1):
            pictures.append(upright(picture))
            durations.append(duration_of(picture))
        timing = Timing(tuple(durations), plays_of(opened.picture)) if moving else None
        pictures = in_one_mode(pictures)
        size, clear = pictures[0].size, pictures[0].mode == "RGBA"
        name = written_as(opened.format, wish, size, moving=moving, clear=clear)
        frames = tuple(Frame(on_ground(one) if name == "JPEG" else one) for one in pictures)
        lossless = is_lossless(name, opened.format, work.original)
        return replace(work, format=name, lossless=lossless, timing=timing, frames=frames)


@dataclass(frozen=True, slots=True)
class Detect:
    """Looks for what the recipe says to hide. Raises `Invalid` for a label without a detector."""

    detectors: Mapping[str, Detector]

    def __call__(self, work: Work) -> Work:
        """Fill ``places`` of each frame with all that was seen, however faintly."""
        frames = (
            replace(frame, places=tuple(self.places(frame.picture, work.recipe))) for frame in work.frames
        )
        return replace(work, frames=tuple(frames))

    def places(self, picture: Image.Image, recipe: Recipe) -> Iterator[Place]:
        """What of ``recipe`` is seen in ``picture``."""
        for label in (label for label in recipe.hide if label != REGION):
            detector = named(self.detectors, label, "recipe.hide")
            for found in detector.find(picture, recipe.detect):
                yield Place(label, found)


def choose_places(work: Work) -> Work:
    """Keep in ``places`` what is to be hidden, and add what the recipe itself names.

    In an animation, what is hidden in one frame is hidden in those around it.
    """
    frames = []
    for frame in work.frames:
        choice = choose(frame.places, work.recipe)
        places = (*given(work.recipe), *choice.places)
        frames.append(
            replace(frame, places=places, kept=choice.kept, hints=choice.hints, unsure=choice.unsure)
        )
    return replace(work, frames=spread(frames))


@dataclass(frozen=True, slots=True)
class Mask:
    """Covers each place in the style of its label. Raises `Invalid` for a style without a masker."""

    maskers: Mapping[str, MakeMasker]

    def __call__(self, work: Work) -> Work:
        """Paint ``places``, and append them to ``regions`` and ``covers`` of their frame."""
        maskers = {label: self._masker(label, work.recipe) for label in work.recipe.hide}
        frames = tuple(_masked(frame, work.recipe, maskers) for frame in work.frames)
        return replace(work, frames=frames, regions=united(frames))

    def _masker(self, label: str, recipe: Recipe) -> Masker:
        how = recipe.hide[label]
        return named(self.maskers, how.style, f"recipe.hide.{label}.style")(how)


def _masked(frame: Frame, recipe: Recipe, maskers: Mapping[str, Masker]) -> Frame:
    size, covers, regions = frame.picture.size, [], []
    for label, found in ((place.label, place.found) for place in frame.places):
        how = recipe.hide[label]
        cover = cover_of(label, found, how, size)
        paint(frame.picture, cover, maskers[label])
        covered = fractions(cover.where, size)
        covers.append(cover)
        regions.append(
            Region(label, found.confidence, found.box, covered, cover.kind, how.style, how.anonymising)
        )
    return replace(frame, regions=(*frame.regions, *regions), covers=(*frame.covers, *covers), places=())


def paint(picture: Image.Image, cover: Cover, masker: Masker) -> None:
    """Replace what ``cover`` hides of an RGB or RGBA ``picture``, in place, opaque, and nothing else."""
    patch = masker.patch(as_rgb(picture.crop(cover.where)), cover)
    assert (patch.mode, patch.size) == ("RGB", cover.where.size), (
        "a masker made no patch of the size asked for"
    )
    picture.paste(
        patch if patch.mode == picture.mode else patch.convert(picture.mode), cover.where[:2], cover.mask()
    )


def encode(work: Work) -> Work:
    """Fill ``encoded``, in the format that was chosen."""
    pictures = [frame.picture for frame in work.frames]
    return replace(work, encoded=encode_frames(pictures, work.timing, work.format, lossless=work.lossless))
