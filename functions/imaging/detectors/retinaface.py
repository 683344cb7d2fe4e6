"""Faces, by RetinaFace with a MobileNet 0.25 backbone (Deng et al., 2019, arXiv:1905.00641)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from functions.core.recipe import Look
from functions.core.shapes import Point
from functions.imaging.boxes import clipped
from functions.imaging.detectors import Found
from functions.imaging.detectors.merging import Floats, Seen, distinct, joined, shares_inside
from functions.imaging.detectors.views import LARGEST, View, close_views, first_views

if TYPE_CHECKING:
    import onnxruntime as ort

# The long side in pixels of the first look, and of closer ones.
LONG_SIDES: Final[Mapping[str, tuple[int, ...]]] = {
    "fast": (480,),
    "balanced": (640,),
    "thorough": (640, 1920),
}
# Whether a photo lies on its side is seen in a smaller view, unless its faces are small like a crowd's.
TURNED_SIDES: Final[Mapping[str, int]] = {"fast": 480, "balanced": 480, "thorough": 640}
# What is less sure is noise; a recipe that asks for less gets no more.
LEAST: Final = 0.1
# Of four ways to turn a picture one shows most faces the right way up, and is taken at its word; the others
# have to be surer, and to show what is not in one of its faces already. Like this a turned photo is seen as
# it is seen upright, and who lies beside others too: the other turns alone find .955 of faces at 90°.
SURE: Final = 0.7
SURER: Final = 0.8
INSIDE: Final = 0.7
# Most photos stand upright: another way is looked at closely only if it shows so much more. Large faces are
# seen however they lie, and would have every second portrait looked at twice.
CLEARLY: Final = 1.25
# What the network was trained with: mean of each channel, and for each stride in pixels the two sides of the
# square anchors at each place. Offsets are in units of an anchor times the variances.
MEAN_BGR: Final = (104, 117, 123)
ANCHORS: Final = ((8, (16, 32)), (16, (64, 128)), (32, (256, 512)))
VARIANCES: Final = (0.1, 0.2)
ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class RetinaFace:
    """Use it for faces of about 10 pixels and more.

    It looks once, at 480 (``fast``) or 640 pixels (``balanced``); ``thorough`` looks at 1920 too, for
    small faces, and finds three times as many of a crowd. With one orientation it finds about half of the
    faces that lie on their side or stand on their head. It does not protect who is known by a tattoo, by
    clothes or from behind. The weights were trained on WIDER FACE, a research data set.
    """

    model: Path

    @cached_property
    def _session(self) -> "ort.InferenceSession":
        """Loaded at the first picture, once. Raises onnxruntime's errors if the file is not there."""
        import onnxruntime as ort  # noqa: PLC0415  # a quarter of a second, which no cold start has to wait for

        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return ort.InferenceSession(str(self.model), options, providers=["CPUExecutionProvider"])

    def find(self, picture: Image.Image, look: Look) -> tuple[Found, ...]:
        """Faces, most certain first; looked at closely as the picture stands, and as faces in it stand."""
        first, *closer = LONG_SIDES[look.effort]
        seen: list[list[Seen]] = [[] for _ in range(look.orientations)]
        for view in first_views(picture, first, range(look.orientations), TURNED_SIDES[look.effort]):
            seen[view.turn].append(self._look(view))
        looks = [joined(one) for one in seen]
        turn, believable = most_believable(looks)
        again = [*first_views(picture, first, (turn,))] if turn and first > TURNED_SIDES[look.effort] else []
        close = (view for way in close_turns(looks) for view in close_views(picture, closer, way))
        faces = joined([believable, *(self._look(view) for view in chain(again, close))])
        found = []
        for index in distinct(faces.corners, faces.scores):
            box = clipped(*(float(edge) for edge in faces.corners[index]))
            if box is not None:  # wholly outside: there is no pixel to hide
                found.append(Found(float(faces.scores[index]), box, _points(faces.landmarks[index])))
        return tuple(found)

    def _look(self, view: View) -> Seen:
        """What is seen in one view, in fractions of the upright picture."""
        size = view.picture.size
        outputs = ["loc", "conf", "landmarks"]
        offsets, confidences, marks = self._session.run(outputs, {"input": blob_of(view.picture)})
        scores = confidences[0, :, 1]
        sure = scores >= LEAST
        around = anchors(size)[sure]
        corners, scores = decoded(offsets[0][sure], around), scores[sure]
        landmarks = pointed(marks[0][sure], around)
        if view.close:
            whole = _is_whole(corners, view)
            corners, landmarks, scores = corners[whole], landmarks[whole], scores[whole]
        first, second = view.upright(corners[:, :2]), view.upright(corners[:, 2:])
        upright = np.concatenate((np.minimum(first, second), np.maximum(first, second)), axis=1)
        return Seen(upright, view.upright(landmarks.reshape(-1, 2)).reshape(-1, 5, 2), scores)


def most_believable(seen: Sequence[Seen]) -> tuple[int, Seen]:
    """The turn that shows most faces surely, the first in doubt; all of it, and what only others show."""
    sums = _sure(seen)
    best = sums.index(max(sums))
    faces = seen[best].at(seen[best].scores >= SURE).corners
    others = [one.at(one.scores >= SURER) for turn, one in enumerate(seen) if turn != best]
    more = [one.at(shares_inside(one.corners, faces) < INSIDE) for one in others]
    return best, joined([seen[best], *more])


def close_turns(seen: Sequence[Seen]) -> tuple[int, ...]:
    """The turns that are worth a closer look: upright, and one that clearly shows more."""
    sums = _sure(seen)
    return (0, sums.index(max(sums))) if max(sums) > CLEARLY * sums[0] else (0,)


def _sure(seen: Sequence[Seen]) -> list[float]:
    return [float(one.scores[one.scores >= SURE].sum()) for one in seen]


def blob_of(picture: Image.Image) -> Floats:
    """An RGB picture as the network takes it: 1 × 3 × height × width, blue first, less the mean."""
    blob = np.empty((1, 3, picture.height, picture.width), dtype=np.float32)
    for channel, (band, mean) in enumerate(zip(reversed(picture.split()), MEAN_BGR, strict=True)):
        np.subtract(np.asarray(band), mean, out=blob[0, channel], dtype=np.float32)
    return blob


@lru_cache(maxsize=4)
def anchors(size: tuple[int, int]) -> Floats:
    """All anchors of a view of ``size`` pixels: n × 4, centre x, centre y, width, height in pixels."""
    width, height = size
    levels = []
    for stride, sides in ANCHORS:
        columns, rows = -(-width // stride), -(-height // stride)
        y, x, side = np.meshgrid(np.arange(rows), np.arange(columns), np.array(sides), indexing="ij")
        centres = ((x + 0.5) * stride, (y + 0.5) * stride)
        levels.append(np.stack((*centres, side, side), axis=-1).reshape(-1, 4))
    return np.concatenate(levels).astype(np.float32)


def decoded(offsets: Floats, around: Floats) -> Floats:
    """Offsets of the network (n × 4) at their anchors, as corners in pixels: left, top, right, bottom."""
    centres = around[:, :2] + offsets[:, :2] * VARIANCES[0] * around[:, 2:]
    halves = around[:, 2:] * np.exp(offsets[:, 2:] * VARIANCES[1]) / 2
    return np.concatenate((centres - halves, centres + halves), axis=1)


def pointed(offsets: Floats, around: Floats) -> Floats:
    """Offsets of the network (n × 10) at their anchors, as five points in pixels (n × 5 × 2)."""
    points = offsets.reshape(-1, 5, 2) * VARIANCES[0] * around[:, None, 2:] + around[:, None, :2]
    return np.asarray(points, dtype=np.float32)


def _is_whole(corners: Floats, view: View) -> npt.NDArray[np.bool_]:
    """Which boxes are small enough to be wholly seen here, and are not cut by an edge where a tile ends."""
    sides = corners[:, 2:] - corners[:, :2]
    part, (width, height) = view.part, view.picture.size
    cut = (part.left, part.top, 1 - part.left - part.width, 1 - part.top - part.height)
    room = np.stack((corners[:, 0], corners[:, 1], width - corners[:, 2], height - corners[:, 3]), axis=1)
    seen = ((room > 0) | (np.array(cut) < ROUNDING)).all(axis=1)
    return np.asarray(seen & (np.prod(sides, axis=1) <= LARGEST**2))


def _points(landmarks: Floats) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in landmarks)
