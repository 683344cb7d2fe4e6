"""The steps up to encoding. Each takes a `Work` and returns the next; they share nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from PIL import Image

from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.imaging.boxes import fractions, grown
from functions.imaging.detectors import Detector
from functions.imaging.encoding import encode_picture, is_lossless
from functions.imaging.limits import Limits
from functions.imaging.maskers import Masker
from functions.imaging.opening import open_picture
from functions.imaging.plugins import named
from functions.imaging.upright import upright
from functions.imaging.work import Place, Work


@dataclass(frozen=True, slots=True)
class Open:
    """Opens the original by its content. Raises `Refused`."""

    limits: Limits

    def __call__(self, work: Work) -> Work:
        """Fill ``format``, ``lossless`` and ``opened``, whose picture lies as in the file."""
        name, picture = open_picture(work.original, work.content_type, self.limits)
        return replace(work, format=name, lossless=is_lossless(name, work.original), opened=picture)


def orient(work: Work) -> Work:
    """Replace the picture as opened by an upright one on a fresh canvas."""
    return replace(work, opened=upright(work.picture))


@dataclass(frozen=True, slots=True)
class Detect:
    """Finds what the recipe says to hide. Raises `Invalid` for a label without a detector."""

    detectors: Mapping[str, Detector]

    def __call__(self, work: Work) -> Work:
        """Fill ``places`` with what was found, and ``hints`` with what was seen faintly."""
        seen = tuple(self.places(work.picture, work.recipe))
        hints = tuple(place for place in seen if place.found.faint)
        return replace(work, places=tuple(place for place in seen if not place.found.faint), hints=hints)

    def places(self, picture: Image.Image, recipe: Recipe) -> Iterator[Place]:
        """What of ``recipe`` is seen in ``picture``, faintly or not."""
        for label in recipe.hide:
            detector = named(self.detectors, label, "recipe.hide")
            for found in detector.find(picture):
                yield Place(label, found)


@dataclass(frozen=True, slots=True)
class Mask:
    """Covers each place in the style of its label. Raises `Invalid` for a style without a masker."""

    maskers: Mapping[str, Masker]

    def __call__(self, work: Work) -> Work:
        """Paint ``places`` and append them to ``regions``."""
        painted = tuple(self._cover(work, place) for place in work.places)
        return replace(work, regions=work.regions + painted, places=())

    def masker(self, label: str, recipe: Recipe) -> Masker:
        """The masker that ``recipe`` chose for ``label``."""
        return named(self.maskers, recipe.hide[label], f"recipe.hide.{label}.style")

    def _cover(self, work: Work, place: Place) -> Region:
        where = grown(place.found.box, work.picture.size)
        self.masker(place.label, work.recipe).paint(work.picture, where)
        covered = fractions(where, work.picture.size)
        return Region(place.label, place.found.confidence, place.found.box, covered)


def encode(work: Work) -> Work:
    """Fill ``encoded``, in the format of the original."""
    return replace(work, encoded=encode_picture(work.picture, work.format, lossless=work.lossless))
