"""What a photo is of, by U²-Net in its small form (Qin et al., 2020, arXiv:2005.09007)."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime as ort
from PIL import Image

from functions.imaging.detectors.outlines import Floats, one_thread

SIDE: Final = 320
# What the network was trained with: mean and deviation of each channel (ImageNet's), in parts of the
# brightest value in the picture.
MEAN: Final = np.array((0.485, 0.456, 0.406), dtype=np.float32)
DEVIATION: Final = np.array((0.229, 0.224, 0.225), dtype=np.float32)


@dataclass(frozen=True)
class U2NetP:
    """Use it for whatever stands out: a person, an animal, a thing. It knows nothing of what that is.

    Its edges are good to about a 320th of the picture's side. It loses who stands behind or beside somebody
    that stands out more, so it must never decide who is hidden. The weights were trained on DUTS, a research
    data set.
    """

    model: Path

    @cached_property
    def _session(self) -> ort.InferenceSession:
        """Loaded at the first picture, once. Raises onnxruntime's errors if the file is not there."""
        return one_thread(self.model)

    def outline(self, view: Image.Image) -> Floats:
        """See `Outliner`."""
        small = view.resize((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
        values = np.asarray(small, dtype=np.float32)
        blob = (values / max(float(values.max()), 1.0) - MEAN) / DEVIATION
        (entry,), (first, *_) = self._session.get_inputs(), self._session.get_outputs()
        blob = np.ascontiguousarray(blob.transpose(2, 0, 1)[None], dtype=np.float32)
        (seen,) = self._session.run([first.name], {entry.name: blob})
        return np.asarray(seen[0, 0], dtype=np.float32)
