"""The linkage attack: `python -m bench.linkage --photos DIR`.

An attacker has a copy of each photo, and wants to know which masked face is whose. He knows the style,
applies it to his copies, and takes the one that looks most alike, by whichever measure serves him best. Told
is the share that he gets right, for a copy that is identical and for one that was made smaller, brighter and
compressed again. What stands around the cover and where it lies is not used: only the cover is judged.
No model that recognises faces is involved: somebody who has one needs no copy of the same photo.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.bars import draw_bars
from bench.intervals import wilson
from bench.matching import MEASURES, guessed, recognised
from bench.people import Person, Place, people
from functions.core.hide import Hide
from functions.imaging.detectors.retinaface import RetinaFace
from functions.imaging.maskers.pose import pose_of
from functions.imaging.pipeline import MASKERS

ROOT: Final = Path(__file__).parents[1]
PHOTOS: Final = ("*.jpg", "*.jpeg", "*.png", "*.webp")
ENOUGH: Final = 50
STYLES: Final = {
    "pixelate, 8 blocks (the mildest)": Hide("pixelate"),
    "pixelate, 4 blocks": Hide("pixelate", parameters={"blocks": 4}),
    "pixelate, 1 block: the exact mean": Hide("pixelate", parameters={"blocks": 1}),
    "blur, 0.15 (the mildest)": Hide("blur", parameters={"radius": 0.15}),
    "blur, 0.25 (the default)": Hide("blur"),
    "blur, 1": Hide("blur", parameters={"radius": 1}),
    "mean": Hide("mean"),
    "pattern": Hide("pattern"),
    "replace": Hide("replace"),
    "solid": Hide("solid"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how many of ``n`` were recognised, and by which measure."""

    style: str
    copy: str
    hits: float
    n: int
    measure: str

    def text(self) -> str:
        """The line."""
        low, high = wilson(self.hits, self.n)
        return (
            f"{self.style:34} {self.copy:10} {self.hits / self.n:5.2f}  {low:.2f}-{high:.2f}  {self.measure}"
        )


def main() -> int:
    """Print the table and draw it; 2 if there are too few faces to say anything."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="a folder of photos with faces")
    parser.add_argument("--models", type=Path, default=ROOT / "build" / "models")
    parser.add_argument("--least", type=int, default=24, help="leave out faces of fewer pixels")
    parser.add_argument("--plot", type=Path, default=ROOT / "build" / "bench" / "linkage.png")
    chosen = parser.parse_args()
    paths = sorted(path for pattern in PHOTOS for path in chosen.photos.glob(pattern))
    detector = RetinaFace(chosen.models / "face.onnx")
    rows: list[Row] = []
    for copy in ("identical", "altered"):
        found = list(people(paths, detector, chosen.least, exact=copy == "identical"))
        if len(found) < ENOUGH:
            sys.stderr.write(f"linkage: skipped, {len(found)} faces found, at least {ENOUGH} are needed\n")
            return 2
        rows += [attacked(name, how, copy, found) for name, how in STYLES.items()]
        rows.append(by_pose(copy, found))
    n = rows[0].n
    print(f"{n} faces in {len(paths)} photos; chance {1 / n:.3f}")
    print(f"{'style':34} {'copy':10} share  95 %       best measure")
    print("\n".join(row.text() for row in rows))
    chosen.plot.parent.mkdir(parents=True, exist_ok=True)
    draw_bars([(f"{row.style}, {row.copy}", row.hits / n, wilson(row.hits, n)) for row in rows], chosen.plot)
    return 0


def attacked(name: str, how: Hide, copy: str, found: Sequence[Person]) -> Row:
    """The best that the attacker can do against one style."""
    masker = MASKERS[how.style](how)
    queries = [each.own.masked(masker) for each in found]
    gallery = [each.copy.masked(masker) for each in found]
    hits = {measure: recognised(queries, gallery, look) for measure, look in MEASURES.items()}
    best = max(hits, key=lambda measure: hits[measure])
    return Row(name, copy, hits[best], len(found), best)


def by_pose(copy: str, found: Sequence[Person]) -> Row:
    """What the lean of a drawn mask tells, if it is read without error."""
    own, copies = (
        [_pose(place) for place in places]
        for places in zip(*((each.own, each.copy) for each in found), strict=True)
    )
    return Row("pattern, by its lean alone", copy, guessed(own, copies), len(found), "lean")


def _pose(place: Place) -> int:
    return pose_of(place.cover).turn


if __name__ == "__main__":
    sys.exit(main())
