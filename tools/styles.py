"""Draws every style on the public-domain astronaut: `python -m tools.styles` writes docs/styles.jpg.

Patterns are drawn with a fixed seed here, so that the picture stays the same; the service never does that.
"""

import io
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.imaging.detectors import Detector
from functions.imaging.detectors.retinaface import RetinaFace
from functions.imaging.limits import Limits
from functions.imaging.maskers import Masker
from functions.imaging.maskers.pattern import Pattern
from functions.imaging.pipeline import MASKERS, MODEL_FILES, Pipeline

ROOT: Final = Path(__file__).parents[1]
VIEW: Final = (100, 0, 350, 220)
GAP, FOOT, COLUMNS = 14, 30, 4
SEEDS: Final = (0, 4, 0, 0, 0, 0, 14, 21)
HOWS: Final = (
    ("solid", Hide()),
    ("pattern", Hide("pattern", "ellipse")),
    ("replace", Hide("replace", "ellipse")),
    ("mean", Hide("mean", "ellipse")),
    ("pixelate: not anonymising", Hide("pixelate")),
    ("blur: not anonymising", Hide("blur")),
    ("pattern, once more", Hide("pattern", "ellipse")),
    ("pattern, in a box", Hide("pattern")),
)


def main() -> None:
    """Write the picture."""
    photo = (ROOT / "build" / "photos" / "astronaut.png").read_bytes()
    detector = RetinaFace(ROOT / "build" / "models" / MODEL_FILES["face"])
    rows = -(-len(HOWS) // COLUMNS)
    wide, high = VIEW[2] - VIEW[0] + GAP, VIEW[3] - VIEW[1] + FOOT
    sheet = Image.new("RGB", (COLUMNS * wide + GAP, rows * high + GAP), "#fbfaf6")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for index, (name, how) in enumerate(HOWS):
        at = GAP + index % COLUMNS * wide, GAP + index // COLUMNS * high
        sheet.paste(_masked(detector, photo, how, SEEDS[index]).crop(VIEW), at)
        draw.text((at[0], at[1] + VIEW[3] - VIEW[1] + 5), name, "#22252b", font)
    sheet.save(ROOT / "docs" / "styles.jpg", quality=88)


def _masked(detector: Detector, photo: bytes, how: Hide, seed: int) -> Image.Image:
    def pattern(_how: Hide) -> Masker:
        return Pattern(lambda: Random(seed))  # noqa: S311 - a picture that stays the same

    pipeline = Pipeline(Limits(), {"face": detector}, {**MASKERS, "pattern": pattern})
    masked = pipeline.mask(photo, Recipe({"face": how}))
    return Image.open(io.BytesIO(masked.data)).convert("RGB")


if __name__ == "__main__":
    main()
