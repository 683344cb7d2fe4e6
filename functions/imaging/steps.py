"""The steps up to encoding. Each takes a `Work` and returns the next; they share nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from PIL import Image

from functions.core.errors import Refused
from functions.core.hide import REGION
from functions.core.reasons import TOO_MANY_FRAMES
from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.imaging.boxes import fractions
from functions.imaging.choice import choose, given
from functions.imaging.covers import Cover, cover_of
from functions.imaging.detectors import Detector
from functions.imaging.encoding import encode_picture, is_lossless
from functions.imaging.formats import written_as
from functions.imaging.limits import Limits
from functions.imaging.maskers import MakeMasker, Masker
from functions.imaging.opening import open_picture
from functions.imaging.plugins import named
from functions.imaging.upright import upright
from functions.imaging.work import Place, Work


@dataclass(frozen=True, slots=True)
class Open:
    """Opens the original by its content. Raises `Refused`."""

    limits: Limits

    def __call__(self, work: Work) -> Work:
        """Fill ``format`` and ``opened``, whose picture lies as in the file."""
        opened = open_picture(work.original, self.limits)
        if opened.frames > 1:
            raise Refused(TOO_MANY_FRAMES, "one frame")
        picture = next(opened.decoded())
        return replace(work, format=opened.format, opened=picture)


def orient(work: Work) -> Work:
    """Replace the picture by an upright one on a fresh canvas, and ``format`` by what is written."""
    picture = upright(work.picture)
    name = written_as(work.format, clear=picture.mode == "RGBA")
    return replace(work, opened=picture, format=name, lossless=is_lossless(name, work.original))


@dataclass(frozen=True, slots=True)
class Detect:
    """Looks for what the recipe says to hide. Raises `Invalid` for a label without a detector."""

    detectors: Mapping[str, Detector]

    def __call__(self, work: Work) -> Work:
        """Fill ``places`` with all that was seen, however faintly."""
        return replace(work, places=tuple(self.places(work.picture, work.recipe)))

    def places(self, picture: Image.Image, recipe: Recipe) -> Iterator[Place]:
        """What of ``recipe`` is seen in ``picture``."""
        for label in (label for label in recipe.hide if label != REGION):
            detector = named(self.detectors, label, "recipe.hide")
            for found in detector.find(picture, recipe.detect):
                yield Place(label, found)


def choose_places(work: Work) -> Work:
    """Keep in ``places`` what is to be hidden, and add what the recipe itself names."""
    choice = choose(work.places, work.recipe)
    places = (*given(work.recipe), *choice.places)
    return replace(work, places=places, kept=choice.kept, hints=choice.hints, unsure=choice.unsure)


@dataclass(frozen=True, slots=True)
class Mask:
    """Covers each place in the style of its label. Raises `Invalid` for a style without a masker."""

    maskers: Mapping[str, MakeMasker]

    def __call__(self, work: Work) -> Work:
        """Paint ``places``, and append them to ``regions`` and ``covers``."""
        maskers = {label: self._masker(label, work.recipe) for label in work.recipe.hide}
        size, covers, regions = work.picture.size, [], []
        for label, found in ((place.label, place.found) for place in work.places):
            how = work.recipe.hide[label]
            cover = cover_of(label, found, how, size)
            paint(work.picture, cover, maskers[label])
            covered = fractions(cover.where, size)
            covers.append(cover)
            regions.append(
                Region(label, found.confidence, found.box, covered, cover.kind, how.style, how.anonymising)
            )
        return replace(
            work, regions=work.regions + tuple(regions), covers=work.covers + tuple(covers), places=()
        )

    def _masker(self, label: str, recipe: Recipe) -> Masker:
        how = recipe.hide[label]
        return named(self.maskers, how.style, f"recipe.hide.{label}.style")(how)


def paint(picture: Image.Image, cover: Cover, masker: Masker) -> None:
    """Replace what ``cover`` hides of an RGB or RGBA ``picture``, in place, opaque, and nothing else."""
    patch = masker.patch(picture.crop(cover.where).convert("RGB"), cover)
    assert (patch.mode, patch.size) == ("RGB", cover.where.size), (
        "a masker made no patch of the size asked for"
    )
    picture.paste(patch.convert(picture.mode), cover.where[:2], cover.mask())


def encode(work: Work) -> Work:
    """Fill ``encoded``, in the format of the original."""
    return replace(work, encoded=encode_picture(work.picture, work.format, lossless=work.lossless))
