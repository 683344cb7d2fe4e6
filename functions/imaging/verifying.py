"""Judges the encoded result as somebody would who downloads it (promise 1)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from PIL import Image

from functions.core.errors import Refused
from functions.core.masked import Verdict
from functions.imaging.background.checking import is_replaced
from functions.imaging.boxes import alike
from functions.imaging.choice import SAME_FACE, choose
from functions.imaging.comparing import is_painted, share_in_view
from functions.imaging.limits import Limits
from functions.imaging.opening import Opened, open_picture
from functions.imaging.steps import Detect, Mask, encode
from functions.imaging.structure import is_clean
from functions.imaging.tracks import spread
from functions.imaging.upright import upright
from functions.imaging.work import Frame, Place, Work

MAX_ROUNDS: Final = 3
# A detector takes a cover for a face, or for the head of the body below it. So what it sees in the result
# counts by the share of its box that is in view:
# - up to a tenth: no more than a strip at the rim of a cover, nothing that could be recognised;
# - three quarters and more: a face that was missed;
# - between: a face in part behind a cover stood there in full before, so that the look at the original must
#   have had a hint of it at least (a box that is alike, half as sure). Without one it is the cover's doing.
IN_VIEW: Final = 0.1
MOSTLY_IN_VIEW: Final = 0.75
# The long side in pixels of the closest view that any detector takes at an effort.
CLOSEST: Final[Mapping[str, int]] = {"fast": 640, "balanced": 1280, "thorough": 1920}


class _Shown(NamedTuple):
    """A frame of a result: ``picture`` is smaller by ``factor`` than ``size``, which the file has."""

    picture: Image.Image
    size: tuple[int, int]
    factor: int


@dataclass(frozen=True, slots=True)
class Verify:
    """Opens the result again, checks structure, size and covers, and looks for what should be hidden.

    What is found is covered, encoded and judged again, three times at most. Failures are ``unreadable``,
    ``structure``, ``size_changed``, ``region_not_covered``, ``background_not_replaced``, and
    ``face_found_again`` or ``text_found_again``.
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
            found = sum(len(frame.places) for frame in again.frames)
            found_again += found
            if failures or not found:
                break
            if rounds == MAX_ROUNDS:
                again_by_label = {place.label for frame in again.frames for place in frame.places}
                failures = tuple(sorted(f"{label}_found_again" for label in again_by_label))
                break
            work = encode(self.mask(replace(again, frames=spread(again.frames))))
            rounds += 1
        kept = max(len(frame.kept) for frame in again.frames)
        verdict = Verdict(failures, rounds, found_again, kept, checks)
        return replace(work, frames=again.frames, verdict=verdict)

    def _judge(self, work: Work, checks: Counter[str]) -> tuple[tuple[str, ...], Work]:
        """Codes of what is wrong with ``encoded``, and the work with what was found again to be hidden."""
        checks.update(readable=1, structure=1)
        frames, failures = [], [] if is_clean(work.encoded, work.format) else ["structure"]
        try:
            opened = open_picture(work.encoded, self.limits)
            if (opened.format, opened.frames) != (work.format, len(work.frames)):
                return ("unreadable",), work
            for frame, shown in zip(work.frames, _shown(opened, work), strict=True):
                failures += _failures(work, frame, shown, checks)
                frames.append(frame if failures else self._seen(work, frame, shown.picture, checks))
        except Refused:
            return ("unreadable",), work
        return tuple(dict.fromkeys(failures)), work if failures else replace(work, frames=tuple(frames))

    def _seen(self, work: Work, frame: Frame, picture: Image.Image, checks: Counter[str]) -> Frame:
        """Fill ``places`` with what should be hidden and is in view, and what was kept."""
        checks["looks"] += 1
        seen = (place for place in self.detect.places(picture, work.recipe))
        choice = choose([place for place in seen if _is_in_view(place, frame)], work.recipe, frame.kept)
        unsure = frame.unsure or choice.unsure
        return replace(frame, places=choice.places, kept=choice.kept, unsure=unsure)


def _shown(opened: Opened, work: Work) -> Iterator[_Shown]:
    """Each frame of a result: a large JPEG smaller, unless the edge of a cut has to be compared."""
    size = opened.picture.size
    factor = 1 if work.recipe.background else opened.reduce(CLOSEST[work.recipe.detect.effort])
    for decoded in opened.decoded():
        # our own files lie upright in sRGB: no second canvas of 50 megapixels
        picture = decoded if decoded.mode == "RGB" else upright(decoded)
        yield _Shown(picture, picture.size if factor == 1 else size, factor)


def _failures(work: Work, frame: Frame, shown: _Shown, checks: Counter[str]) -> Iterator[str]:
    """Codes of what is wrong with a frame as it was decoded."""
    checks["size"] += 1
    if shown.size != frame.picture.size:
        yield "size_changed"
        return
    checks["covers"] += len(frame.covers)
    decoded, factor = shown.picture, shown.factor
    if not all(
        is_painted(decoded, frame.picture, cover, lossless=work.lossless, factor=factor)
        for cover in frame.covers
    ):
        yield "region_not_covered"
    if frame.cut:
        checks["background"] += 1
        if not is_replaced(decoded, work, frame, frame.cut):
            yield "background_not_replaced"


def _is_in_view(place: Place, frame: Frame) -> bool:
    """Whether there is something to see, other than what a cover pretends."""
    in_view = share_in_view(place.found, frame.covers, frame.picture.size)
    return in_view >= MOSTLY_IN_VIEW or (in_view > IN_VIEW and _was_hinted(place, frame))


def _was_hinted(place: Place, frame: Frame) -> bool:
    """Whether the look at the original had a hint of what the look at the result found."""
    return any(
        hint.label == place.label and alike(hint.found.box, place.found.box) >= SAME_FACE
        for hint in frame.hints
    )
