"""Judges the encoded result as somebody would who downloads it (promise 1)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from functions.core.errors import Refused
from functions.core.masked import Verdict
from functions.imaging.boxes import alike
from functions.imaging.choice import SAME_FACE, choose
from functions.imaging.comparing import is_painted, share_in_view
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


@dataclass(frozen=True, slots=True)
class Verify:
    """Opens the result again, checks structure, size and covers, and looks for what should be hidden.

    What is found is covered, encoded and judged again, twice at most. Failures are ``unreadable``,
    ``structure``, ``size_changed``, ``region_not_covered``, and ``face_found_again`` or
    ``text_found_again``.
    """

    limits: Limits
    detect: Detect
    mask: Mask

    def __call__(self, work: Work) -> Work:
        """Fill ``verdict``; with more rounds also ``regions``, ``covers``, ``encoded`` and ``unsure``."""
        checks: Counter[str] = Counter()
        found_again, rounds = 0, 0
        while True:
            failures, again = self._judge(work, checks)
            found_again += len(again.places)
            if failures or not again.places:
                break
            if rounds == MAX_ROUNDS:
                failures = tuple(sorted({f"{place.label}_found_again" for place in again.places}))
                break
            work = encode(self.mask(again))
            rounds += 1
        verdict = Verdict(failures, rounds, found_again, len(again.kept), checks)
        return replace(work, kept=again.kept, verdict=verdict)

    def _judge(self, work: Work, checks: Counter[str]) -> tuple[tuple[str, ...], Work]:
        """Codes of what is wrong with ``encoded``, and the work with what was found again to be hidden."""
        checks["readable"] += 1
        try:
            opened = open_picture(work.encoded, self.limits)
            if (opened.format, opened.frames) != (work.format, 1):
                return ("unreadable",), work
            picture = upright(next(opened.decoded()))
        except Refused:
            return ("unreadable",), work
        failures = tuple(self._failures(work, picture, checks))
        return failures, work if failures else self._seen(work, picture, checks)

    def _failures(self, work: Work, picture: Image.Image, checks: Counter[str]) -> Iterator[str]:
        checks.update(structure=1, size=1)
        if not is_clean(work.encoded, work.format):
            yield "structure"
        if picture.size != work.picture.size:
            yield "size_changed"
            return
        checks["covers"] += len(work.covers)
        painted = (is_painted(picture, work.picture, cover, lossless=work.lossless) for cover in work.covers)
        if not all(painted):
            yield "region_not_covered"

    def _seen(self, work: Work, picture: Image.Image, checks: Counter[str]) -> Work:
        """Fill ``places`` with what should be hidden and is in view, and what was kept."""
        checks["looks"] += 1
        seen = (place for place in self.detect.places(picture, work.recipe))
        choice = choose([place for place in seen if _is_in_view(place, work)], work.recipe, work.kept)
        return replace(work, places=choice.places, kept=choice.kept, unsure=work.unsure or choice.unsure)


def _is_in_view(place: Place, work: Work) -> bool:
    """Whether there is something to see, other than what a cover pretends."""
    in_view = share_in_view(place.found, work.covers, work.picture.size)
    return in_view >= MOSTLY_IN_VIEW or (in_view > IN_VIEW and _was_hinted(place, work))


def _was_hinted(place: Place, work: Work) -> bool:
    """Whether the look at the original had a hint of what the look at the result found."""
    return any(
        hint.label == place.label and alike(hint.found.box, place.found.box) >= SAME_FACE
        for hint in work.hints
    )
