"""Judges the encoded result as somebody would who downloads it (promise 1)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from functions.core.errors import Refused
from functions.core.masked import Verdict
from functions.imaging.boxes import alike, outside, pixels
from functions.imaging.formats import CONTENT_TYPES
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.steps import Detect, Mask, encode
from functions.imaging.structure import is_clean
from functions.imaging.upright import upright
from functions.imaging.work import Place, Work

MAX_ROUNDS: Final = 2
# A detector takes a cover for a face, or for the head of the body below it. So what it sees in the result
# counts by the share of its box that is in view:
# - up to a tenth: no more than a strip at the rim of a cover, nothing that could be recognised;
# - three quarters and more: a face that was missed;
# - between: a face in part behind a cover stood there in full before, so that the look at the original must
#   have had a hint of it at least (a box that is alike, half as sure). Without one it is the cover's doing.
IN_VIEW: Final = 0.1
MOSTLY_IN_VIEW: Final = 0.75
ALIKE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Verify:
    """Opens the result again, checks structure, size and covers, and looks for what should be hidden.

    What is found is covered, encoded and judged again, twice at most. Failures are ``unreadable``,
    ``structure``, ``size_changed``, ``region_not_covered`` and ``face_found_again``.
    """

    limits: Limits
    detect: Detect
    mask: Mask

    def __call__(self, work: Work) -> Work:
        """Fill ``verdict``; with more rounds also ``regions`` and ``encoded``."""
        for rounds in range(MAX_ROUNDS + 1):
            failures, again = self._judge(work)
            if failures or not again:
                break
            if rounds == MAX_ROUNDS:
                failures = ("face_found_again",)
                break
            work = encode(self.mask(replace(work, places=again)))
        return replace(work, verdict=Verdict(failures, rounds))

    def _judge(self, work: Work) -> tuple[tuple[str, ...], tuple[Place, ...]]:
        """Codes of what is wrong with ``encoded``, and what was found although it should be hidden."""
        try:
            picture = upright(open_picture(work.encoded, CONTENT_TYPES[work.format], self.limits)[1])
        except Refused:
            return ("unreadable",), ()
        failures = tuple(self._failures(work, picture))
        return failures, () if failures else tuple(self._seen(work, picture))

    def _failures(self, work: Work, picture: Image.Image) -> Iterator[str]:
        if not is_clean(work.encoded, work.format):
            yield "structure"
        if picture.size != work.picture.size:
            yield "size_changed"
        elif not self._all_covered(work, picture):
            yield "region_not_covered"

    def _all_covered(self, work: Work, picture: Image.Image) -> bool:
        return all(
            self.mask.masker(region.label, work.recipe).holds(
                picture, pixels(region.covered, picture.size), lossless=work.lossless
            )
            for region in work.regions
        )

    def _seen(self, work: Work, picture: Image.Image) -> Iterator[Place]:
        covers = [region.covered for region in work.regions]
        for place in self.detect.places(picture, work.recipe):
            in_view = outside(place.found.box, covers)
            missed = in_view >= MOSTLY_IN_VIEW or (in_view > IN_VIEW and _was_hinted(place, work))
            if missed and not place.found.faint:
                yield place


def _was_hinted(place: Place, work: Work) -> bool:
    """Whether the look at the original had a hint of what the look at the result found."""
    return any(
        hint.label == place.label and alike(hint.found.box, place.found.box) >= ALIKE for hint in work.hints
    )
