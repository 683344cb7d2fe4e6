"""What is found of what is there, on a folder of photos with ``labels.json``.

    python -m bench.accuracy DIR [--sets press=dlib,fddb crowds=wider] [--least 10]

Faces: recall and precision at an intersection over union of 0.4, with the boxes as detected. Text: the share
of marked places that are covered by half at least; other text may be in the photos: there is no precision.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps, ImageStat

from bench.counting import Counted, Edges, counted
from bench.intervals import wilson
from bench.labels import Labelled, Polygon, labelled
from bench.photos import MODELS, RESULTS
from bench.plots import Bar, bars
from bench.tables import table
from functions.core.masked import Masked
from functions.core.recipe import Recipe, parse_recipe
from functions.core.region import Box
from functions.imaging.limits import Limits
from functions.imaging.pipeline import Pipeline, build_pipeline

# effort, orientations, degrees by which the photo is turned before
LOOKS: Final = (
    *product(("fast", "balanced", "thorough"), (1,), (0,)),
    *product(("balanced",), (1, 4), (90, 180)),
    ("balanced", 4, 0),
)
COVERED: Final = 0.5


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description="Recall and precision.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--sets", nargs="*", default=[], metavar="NAME=PREFIX,…", help="join sets of photos")
    parser.add_argument("--least", type=float, default=10, help="smaller faces count neither way (pixels)")
    wanted = parser.parse_args(arguments)
    label, photos = labelled(wanted.folder)
    names = {
        prefix: name
        for name, _, all_ in (each.partition("=") for each in wanted.sets)
        for prefix in all_.split(",")
    }
    pipeline = build_pipeline(MODELS, Limits())
    rows: list[list[str]] = []
    drawn: list[Bar] = []
    for look in LOOKS:
        sums: dict[str, Counted] = {}
        for photo in photos:
            name = names.get(photo.set, photo.set)
            sums[name] = sums.get(name, Counted()) + _count(pipeline, photo, label, look, wanted.least)
        for name, sum_ in sorted(sums.items()):
            rows.append(_row(name, look, sum_, label))
            drawn += _bars(name, look, sum_)
    print(
        table(
            ["set", "effort", "orientations", "turned", "recall", "95 %", "n", "precision", "95 %", "n"], rows
        )
    )
    print(f"\n{bars(RESULTS / f'accuracy-{label}.svg', f'Recall of {label}, with 95 % intervals', drawn, 1)}")
    return 0


def _count(
    pipeline: Pipeline, photo: Labelled, label: str, look: tuple[str, int, int], least: float
) -> Counted:
    effort, orientations, degrees = look
    recipe = _recipe(label, effort, orientations)
    with Image.open(photo.path) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    turned = upright.rotate(degrees, expand=True)
    file = BytesIO()
    turned.save(file, "PNG", compress_level=1)
    masked = pipeline.mask(file.getvalue(), recipe)
    marked = [_turned(each, upright.size, degrees) for each in photo.marked]
    if label == "text":
        hits = sum(_is_covered(each, masked) for each in marked)
        return Counted(hits, len(marked))
    boxes = [_bounds(each) for each in marked]
    small = [box for box in boxes if min(box.right - box.left, box.bottom - box.top) < least]
    ignored = [*small, *(_bounds(_turned(each, upright.size, degrees)) for each in photo.ignored)]
    found = sorted(masked.regions, key=lambda region: -region.confidence)
    return counted(
        [_edges(region.box, turned.size) for region in found],
        [box for box in boxes if box not in small],
        ignored,
    )


def _recipe(label: str, effort: str, orientations: int) -> Recipe:
    look: Mapping[str, object] = {"effort": effort, "orientations": orientations}
    return parse_recipe({"version": 1, "hide": {label: {}}, "if_nothing": "release", "detect": look})


def _turned(polygon: Polygon, size: tuple[int, int], degrees: int) -> Polygon:
    """Where the corners lie after the photo was turned against the clock."""
    width, height = size
    for _ in range(degrees // 90):
        polygon = tuple((y, width - x) for x, y in polygon)
        width, height = height, width
    return polygon


def _is_covered(polygon: Polygon, masked: Masked) -> bool:
    """Whether half of ``polygon`` lies in boxes that were painted around."""
    place, hidden = (Image.new("L", (masked.width, masked.height)) for _ in range(2))
    ImageDraw.Draw(place).polygon(list(polygon), fill=255)
    pen = ImageDraw.Draw(hidden)
    for region in masked.regions:
        pen.rectangle(_edges(region.covered, hidden.size), fill=255)
    return ImageStat.Stat(hidden, mask=place).mean[0] / 255 >= COVERED


def _bounds(polygon: Polygon) -> Edges:
    x, y = zip(*polygon, strict=True)
    return Edges(min(x), min(y), max(x), max(y))


def _edges(box: Box, size: tuple[int, int]) -> Edges:
    width, height = size
    right, bottom = (box.left + box.width) * width, (box.top + box.height) * height
    return Edges(box.left * width, box.top * height, right, bottom)


def _row(name: str, look: tuple[str, int, int], sum_: Counted, label: str) -> list[str]:
    effort, orientations, degrees = look
    recall = _rate(sum_.hits, sum_.marked)
    precision = _rate(sum_.right, sum_.found) if label == "face" else ["", "", ""]
    return [name, effort, str(orientations), f"{degrees}°", *recall, *precision]


def _rate(hits: int, of: int) -> list[str]:
    if not of:
        return ["", "", "0"]
    low, high = wilson(hits, of)
    return [f"{hits / of:.3f}", f"{low:.2f}–{high:.2f}", str(of)]


def _bars(name: str, look: tuple[str, int, int], sum_: Counted) -> Iterator[Bar]:
    if sum_.marked:
        effort, orientations, degrees = look
        said = f"{name}, {effort}, {orientations} ways, turned {degrees}°"
        rate = sum_.hits / sum_.marked
        yield Bar(said, rate, *wilson(sum_.hits, sum_.marked), f"{rate:.3f}")


if __name__ == "__main__":
    sys.exit(main())
