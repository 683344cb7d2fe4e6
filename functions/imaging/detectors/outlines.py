"""Outliners tell what of a picture belongs to its subject. One file each, named in ``pipeline``."""

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from PIL import Image

Floats = npt.NDArray[np.float32]


class Outliner(Protocol):
    """Tells subject from ground. It is built once and used for many pictures."""

    def outline(self, view: Image.Image) -> Floats:
        """For each place of ``view`` (RGB, any size) how sure it belongs to the subject, 0..1, in any raster.

        Raises whatever goes wrong: an outliner that failed must not look like one that saw no subject.
        """


def unit(picture: Image.Image) -> Floats:
    """The values 0..255 of a picture as 0..1."""
    return np.asarray(np.asarray(picture, dtype=np.float32) / 255, dtype=np.float32)


def one_thread(model: Path) -> ort.InferenceSession:
    """A session on one thread, silent. Raises onnxruntime's errors if the file is not there."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
