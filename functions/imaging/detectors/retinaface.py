"""Faces, by RetinaFace with a MobileNet 0.25 backbone (Deng et al., 2019, arXiv:1905.00641)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from PIL import Image

from functions.core.recipe import Look
from functions.imaging.boxes import clipped
from functions.imaging.detectors import Found
from functions.imaging.detectors.views import views

Floats = npt.NDArray[np.float32]

LONG_SIDES: Final[Mapping[str, tuple[int, ...]]] = {
    "fast": (480,),
    "balanced": (640,),
    "thorough": (640, 1280),
}
OVERLAP: Final = 0.4
# What is less sure is noise; a recipe that asks for less gets no more.
LEAST: Final = 0.1
# What the network was trained with: mean of each channel, and for each stride in pixels the two sides of the
# square anchors at each place. Offsets are in units of an anchor times the variances.
MEAN_BGR: Final = np.array((104, 117, 123), dtype=np.float32)
ANCHORS: Final = ((8, (16, 32)), (16, (64, 128)), (32, (256, 512)))
VARIANCES: Final = (0.1, 0.2)


@dataclass(frozen=True)
class RetinaFace:
    """Use it for faces of about 10 pixels and more that stand roughly upright.

    With ``thorough`` it looks twice, at 640 pixels for large faces and at 1280 for small ones, and takes both
    together. It does not protect who is known by a tattoo, by clothes, from behind, or by a face lying on its
    side, where it finds about six in ten; and small faces in pictures far beyond 1280 pixels may be missed.
    The weights were trained on WIDER FACE, a research data set.
    """

    model: Path

    @cached_property
    def _session(self) -> ort.InferenceSession:
        """Loaded at the first picture, once. Raises onnxruntime's errors if the file is not there."""
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return ort.InferenceSession(str(self.model), options, providers=["CPUExecutionProvider"])

    def find(self, picture: Image.Image, look: Look) -> tuple[Found, ...]:
        """Faces, most certain first."""
        looks = [self._look(view) for view in views(picture, LONG_SIDES[look.effort])]
        corners = np.concatenate([corner for corner, _ in looks])
        scores = np.concatenate([score for _, score in looks])
        found = []
        for index in distinct(corners, scores):
            box = clipped(*(float(edge) for edge in corners[index]))
            if box is not None:  # wholly outside: there is no pixel to hide
                found.append(Found(float(scores[index]), box))
        return tuple(found)

    def _look(self, view: Image.Image) -> tuple[Floats, Floats]:
        """Corners (n × 4: left, top, right, bottom in fractions) and scores (n) of one view."""
        blob = np.asarray(view, dtype=np.float32)[:, :, ::-1] - MEAN_BGR
        blob = np.ascontiguousarray(blob.transpose(2, 0, 1)[None])
        offsets, confidences = self._session.run(["loc", "conf"], {"input": blob})
        scores = confidences[0, :, 1]
        seen = scores >= LEAST
        scale = np.array(view.size * 2, dtype=np.float32)
        return decoded(offsets[0][seen], anchors(view.size)[seen]) / scale, scores[seen]


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


def distinct(corners: Floats, scores: Floats) -> list[int]:
    """Indices of boxes that are not a worse copy of another (IoU above 0.4), best first."""
    areas = np.prod(corners[:, 2:] - corners[:, :2], axis=1)
    waiting, kept = np.argsort(-scores, kind="stable"), []
    while waiting.size:
        best, waiting = waiting[0], waiting[1:]
        kept.append(int(best))
        low = np.maximum(corners[best, :2], corners[waiting, :2])
        high = np.minimum(corners[best, 2:], corners[waiting, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        waiting = waiting[shared <= OVERLAP * (areas[best] + areas[waiting] - shared)]
    return kept
