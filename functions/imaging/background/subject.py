"""Finds what a picture is of, and says whether that is clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from functions.core.recipe import Look
from functions.core.region import Box
from functions.imaging.background.edges import work_size
from functions.imaging.boxes import PixelBox
from functions.imaging.detectors import Detector
from functions.imaging.detectors.outlines import Floats, Outliner

# Whoever has a face like this is meant to be seen: nobody notices a small or faint one in the background.
FACE_CONFIDENCE: Final = 0.7
FACE_SHARE: Final = 0.6  # of the height of the largest face
MOST_FACES: Final = 6
FACE_INSIDE: Final = 0.7
# Around a face: half the width, and the heights above and below, of what a bust takes, in face heights.
AROUND: Final = (2.2, 1.2, 3.6)
# Below, nothing stands out; above, all of it does. Doubt is what is neither subject nor ground.
LEAST_SHARE, MOST_SHARE = 0.005, 0.97
DOUBT: Final = (0.2, 0.8)
MOST_DOUBT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Subject:
    """``outline`` (0..1) in the `work_size` of the picture; ``clear`` unless a person has to look."""

    outline: Floats
    clear: bool


@dataclass(frozen=True, slots=True)
class FindSubject:
    """Looks at the whole, and again around each face that the look at the whole has lost.

    It is not clear what the subject is if nothing or everything stands out, if much is neither subject nor
    ground, or if a face that is as large as others is still no part of it. That everybody is found is not
    promised; see docs/background.md.
    """

    outliner: Outliner
    faces: Detector

    def __call__(self, view: Image.Image) -> Subject:
        """The subject of ``view``, an upright RGB picture."""
        outline = _fitted(self.outliner.outline(view), work_size(view.size))
        faces = self._faces(view)
        for face in faces:
            if _inside(outline, face) < FACE_INSIDE:
                self._add(outline, view, face)
        whole = all(_inside(outline, face) >= FACE_INSIDE for face in faces)
        return Subject(outline, whole and is_clear(outline))

    def _faces(self, view: Image.Image) -> Sequence[Box]:
        found = self.faces.find(view, Look("balanced"))
        boxes = sorted(
            (each.box for each in found if each.confidence >= FACE_CONFIDENCE), key=lambda box: -box.height
        )
        return [box for box in boxes if box.height >= FACE_SHARE * boxes[0].height][:MOST_FACES]

    def _add(self, outline: Floats, view: Image.Image, face: Box) -> None:
        """Put into ``outline`` what is seen around a face."""
        where = _around(face, view.size)
        across, down = outline.shape[1] / view.width, outline.shape[0] / view.height
        left, top = round(where.left * across), round(where.top * down)
        right, bottom = max(left + 1, round(where.right * across)), max(top + 1, round(where.bottom * down))
        part = _fitted(self.outliner.outline(view.crop(where)), (right - left, bottom - top))
        there = outline[top:bottom, left:right]
        np.maximum(there, part[: there.shape[0], : there.shape[1]], out=there)


def is_clear(outline: Floats) -> bool:
    """Whether something stands out, and most of the outline says yes or no."""
    low, high = DOUBT
    solid, doubtful = float((outline > high).mean()), float(((outline > low) & (outline <= high)).mean())
    return LEAST_SHARE <= solid <= MOST_SHARE and doubtful <= MOST_DOUBT * (solid + doubtful)


def box_of(outline: Floats) -> Box | None:
    """The smallest box around the subject, in fractions; None if there is none."""
    rows, columns = (np.flatnonzero((outline > DOUBT[0]).any(axis)) for axis in (1, 0))
    if not len(rows):
        return None
    height, width = outline.shape
    left, top = columns[0] / width, rows[0] / height
    return Box(left, top, (columns[-1] + 1) / width - left, (rows[-1] + 1) / height - top)


def _inside(outline: Floats, face: Box) -> float:
    """How surely a face is part of the subject, 0..1."""
    height, width = outline.shape
    left, top = int(face.left * width), int(face.top * height)
    right, bottom = int((face.left + face.width) * width) + 1, int((face.top + face.height) * height) + 1
    return float(outline[top:bottom, left:right].mean())


def _around(face: Box, size: tuple[int, int]) -> PixelBox:
    wide, above, below = AROUND
    tall = face.height * size[1]
    middle, top = (face.left + face.width / 2) * size[0], face.top * size[1]
    return PixelBox(
        max(0, int(middle - wide * tall)),
        max(0, int(top - above * tall)),
        min(size[0], int(middle + wide * tall) + 1),
        min(size[1], int(top + below * tall) + 1),
    )


def _fitted(outline: Floats, size: tuple[int, int]) -> Floats:
    fitted = Image.fromarray(outline).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(np.clip(np.asarray(fitted), 0, 1), dtype=np.float32)
