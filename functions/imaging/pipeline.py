"""The way of one picture, as a list that can be read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from functions.core.masked import Masked
from functions.core.recipe import Recipe
from functions.imaging.background.composing import compose
from functions.imaging.background.cutting import CutOut
from functions.imaging.background.subject import FindSubject
from functions.imaging.detectors import Detector
from functions.imaging.detectors.outlines import Outliner
from functions.imaging.detectors.retinaface import RetinaFace
from functions.imaging.detectors.text import Text
from functions.imaging.detectors.u2netp import U2NetP
from functions.imaging.limits import Limits
from functions.imaging.maskers import MakeMasker
from functions.imaging.maskers.blur import Blur
from functions.imaging.maskers.mean import Mean
from functions.imaging.maskers.pattern import Pattern
from functions.imaging.maskers.pixelate import Pixelate
from functions.imaging.maskers.replace import Replace
from functions.imaging.maskers.solid import Solid
from functions.imaging.steps import Detect, Mask, Open, choose_places, encode
from functions.imaging.verifying import Verify
from functions.imaging.work import Step, Work

MASKERS: Final[Mapping[str, MakeMasker]] = {
    "solid": Solid.of,
    "pattern": Pattern.of,
    "replace": Replace.of,
    "mean": Mean.of,
    "pixelate": Pixelate.of,
    "blur": Blur.of,
}


class Pipeline:
    """Implements core's port `Imaging`, by the steps in ``steps``, one after the other.

    ``detectors`` maps labels, ``maskers`` styles to what makes a masker for one recipe; without an
    ``outliner`` no background can be replaced. Whatever a step raises ends the work without a result.
    """

    steps: tuple[Step, ...]

    def __init__(
        self,
        limits: Limits,
        detectors: Mapping[str, Detector],
        maskers: Mapping[str, MakeMasker],
        outliner: Outliner | None = None,
    ) -> None:
        detect, mask = Detect(detectors), Mask(maskers)
        cut_out = CutOut(FindSubject(outliner, detectors["face"]) if outliner else None)
        looking = (Open(limits), cut_out, detect, choose_places)
        self.steps = (*looking, mask, compose, encode, Verify(limits, detect, mask))

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        """Mask ``original``, whatever it is called: its bytes say what it is.

        Raises `Refused` if it is no picture that can be masked, and `Invalid` if the recipe names a label or
        style that this pipeline does not have.
        """
        work = Work(original, recipe)
        for step in self.steps:
            work = step(work)
        return work.result()


# Which file each label, and the background, needs below the folder of models.
MODEL_FILES: Final[Mapping[str, str]] = {
    "face": "face.onnx",
    "text": "text.onnx",
    "background": "u2netp.onnx",
}


def build_pipeline(models: Path, limits: Limits) -> Pipeline:
    """A pipeline for all labels, styles and backgrounds; ``models`` is the folder of ``MODEL_FILES``.

    The one place that knows the concrete detectors and maskers (house rule 9). Models are loaded at the first
    picture that needs them, so a missing file shows there and not here.
    """
    detectors: Mapping[str, Detector] = {
        "face": RetinaFace(models / MODEL_FILES["face"]),
        "text": Text(models / MODEL_FILES["text"]),
    }
    return Pipeline(limits, detectors, MASKERS, U2NetP(models / MODEL_FILES["background"]))
