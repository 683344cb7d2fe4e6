"""Text, number plates with it, by PP-OCRv5's mobile detector (Cui et al., 2025, arXiv:2507.05595)."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from functions.core.recipe import Look
from functions.imaging.boxes import clipped
from functions.imaging.detectors import Found
from functions.imaging.detectors.islands import islands
from functions.imaging.detectors.rectangles import smallest_rectangles
from functions.imaging.detectors.tiles import tiles
from functions.imaging.detectors.views import first_views

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = npt.NDArray[np.float32]

# Resolution decides, as with faces. Of 12 labelled words in street scenes of 1280 pixels, 960 finds 10 and
# 1280 all; of made-up plates 20 pixels high in a photo of 4000, 640 finds 2 %, 1280 90 % and 1920 98 %.
LONG_SIDES: Final = {"fast": 640, "balanced": 1280, "thorough": 1920}
# A larger view is looked at in pieces: the network needs 260 MB for 1280 × 1280 pixels.
TILE: Final = 1280
OVERLAP: Final = 128
STRIDE: Final = 32
# What the network was trained with, for channels in the order blue, green, red.
MEAN: Final = np.array((0.485, 0.456, 0.406), dtype=np.float32) * 255
SPREAD: Final = np.array((0.229, 0.224, 0.225), dtype=np.float32) * 255
# A pixel of the network's map is of a text from here on, and a text's rim lies 1.5 × area / perimeter further
# out. Both are the numbers that the network is published with.
CORE: Final = 0.3
REACH: Final = 1.5
# Fewer pixels are the rim of a cover or a glint, and no character that could be read.
LEAST_PIXELS: Final = 12
# What can be read has edges: on average, a pixel of a text differs this much (0..255) from one to two pixels
# further. In labelled photos the faintest text had 11.6; painted covers, which the network takes for large
# letters, have none, and blurred grounds 2 to 8. Below it the confidence sinks with what is left of it.
CLEAR_EDGES: Final = 10
# A slanted line is covered by its own rectangle, if that is much smaller than the upright box around it.
MUCH_SMALLER: Final = 0.7


@dataclass(frozen=True)
class Text:
    """Use it for printed text, signs, screens, name tags and number plates, from 8 pixels high in the view.

    The view has 640 pixels along its long side for ``fast``, 1280 for ``balanced``, 1920 for ``thorough``;
    with four orientations, lines that stand upright are looked for too. It does not read, so it cannot tell a
    plate from a shop's sign: all of it is hidden. It does not protect who is known by handwriting as such, by
    logos, or by characters that are smaller or bent; two words in ten may be missed at 640 pixels.
    """

    model: Path

    @cached_property
    def _session(self) -> "InferenceSession":
        """Loaded at the first picture, once. Raises onnxruntime's errors if the file is not there."""
        import onnxruntime as ort  # noqa: PLC0415 - a fifth of a second, which a recipe without text saves

        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # it would cost 220 MB at 1280 pixels, and gains no time
        return ort.InferenceSession(str(self.model), options, providers=["CPUExecutionProvider"])

    def find(self, picture: Image.Image, look: Look) -> tuple[Found, ...]:
        """Lines and words, most certain first.

        The confidence is the network's, on average over the text's pixels, less if they have too few edges
        to be read.
        """
        looks = [view.picture for view in first_views(picture, LONG_SIDES[look.effort], (0,))]
        seen = np.maximum.reduce([each for view in looks for each in self._maps(view, look.orientations)])
        edges = np.maximum.reduce([_edges(view) for view in looks])
        return tuple(sorted(_places(seen, edges), key=lambda found: -found.confidence))

    def _maps(self, view: Image.Image, orientations: int) -> list[Floats]:
        """How sure the network is that each pixel of ``view`` is text, as it stands and lying on its side.

        Upside down it sees as well as upright, so that two looks serve all four orientations.
        """
        maps = [self._map(view)]
        if orientations > 1:
            maps.append(np.rot90(self._map(view.transpose(Image.Transpose.ROTATE_90)), -1))
        return maps

    def _map(self, view: Image.Image) -> Floats:
        seen = np.zeros((view.height, view.width), dtype=np.float32)
        for left, top, right, bottom in tiles(view.size, TILE, OVERLAP):
            part = seen[top:bottom, left:right]
            np.maximum(part, self._look(view.crop((left, top, right, bottom))), out=part)
        return seen

    def _look(self, tile: Image.Image) -> Floats:
        width, height = tile.size
        # what is filled up to a multiple of the stride is grey, the network's zero
        blob = np.zeros((1, 3, -(-height // STRIDE) * STRIDE, -(-width // STRIDE) * STRIDE), dtype=np.float32)
        colours = (np.asarray(tile, dtype=np.float32)[:, :, ::-1] - MEAN) / SPREAD
        blob[0, :, :height, :width] = colours.transpose(2, 0, 1)
        seen: Floats = self._session.run(None, {"x": blob})[0][0, 0, :height, :width]
        return seen


def _edges(view: Image.Image) -> Floats:
    """How much lightness changes at each pixel, across or down, over two pixels."""
    light = np.pad(np.asarray(view.convert("L"), dtype=np.float32), 1, mode="edge")
    across, down = light[1:-1, 2:] - light[1:-1, :-2], light[2:, 1:-1] - light[:-2, 1:-1]
    edges: Floats = np.maximum(np.abs(across), np.abs(down))
    return edges


def _places(seen: Floats, edges: Floats) -> list[Found]:
    """The texts of a map, each as the rectangle around it."""
    runs = islands(seen >= CORE)
    runs = runs.of(runs.areas() >= LEAST_PIXELS)
    areas = runs.areas()
    confidences = runs.sums(seen) / areas * np.minimum(1, runs.sums(edges) / areas / CLEAR_EDGES)
    size = np.array((seen.shape[1], seen.shape[0]))
    found = []
    for confidence, corners in zip(confidences, smallest_rectangles(runs, REACH) / size, strict=True):
        box = clipped(*(float(edge) for edge in (*corners.min(axis=0), *corners.max(axis=0))))
        if box is not None:
            polygon = _polygon(corners, box.width * box.height)
            found.append(Found(min(1.0, float(confidence)), box, polygon=polygon))
    return found


def _polygon(corners: npt.NDArray[np.float64], area: float) -> tuple[tuple[float, float], ...] | None:
    """The corners in fractions, if they lie in the picture and hold much less than ``area``."""
    (ax, ay), (bx, by) = corners[1] - corners[0], corners[3] - corners[0]
    inside = bool((corners >= 0).all() and (corners <= 1).all())
    if not inside or abs(ax * by - ay * bx) > MUCH_SMALLER * area:
        return None
    return tuple((float(x), float(y)) for x, y in corners)
