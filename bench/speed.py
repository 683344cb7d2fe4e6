"""What a photo costs, as a multiple of decoding and encoding it, and against deface in the same run.

    python -m bench.speed [--photo PHOTO] [--megapixels 12] [--rounds 5] [--no-deface]

CPU seconds of one thread, medians of interleaved rounds. *Unverified* is the pipeline without its last step;
the product never leaves that out, it only shows what verification costs.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.deface import NoDefaceError, warm_deface
from bench.photos import MODELS, RESULTS, floor, photo
from bench.plots import Bar, bars
from bench.rounds import Case, Timed, timed
from bench.tables import table
from functions.core.recipe import Recipe, parse_recipe
from functions.imaging.limits import Limits
from functions.imaging.pipeline import Pipeline, build_pipeline
from functions.imaging.work import Work

FLOOR: Final = "floor"
DEFACE: Final = "deface 1.5.0"
REGIONS: Final = {
    "version": 1,
    "hide": {"region": {}},
    "regions": [{"box": [0.3, 0.1, 0.12, 0.2]}, {"box": [0.55, 0.1, 0.12, 0.2]}],
}


def _faces(effort: str, orientations: int = 1, label: str = "face") -> Mapping[str, object]:
    detect = {"effort": effort, "orientations": orientations}
    return {"version": 1, "hide": {label: {}}, "if_nothing": "release", "detect": detect}


# name → recipe, whether it is verified, and the multiple of the floor that it should keep to
CASES: Final[Mapping[str, tuple[Mapping[str, object], bool, float | None]]] = {
    "given regions, unverified": (REGIONS, False, 1.1),
    "given regions": (REGIONS, True, 1.8),
    "faces fast": (_faces("fast"), True, None),
    "faces balanced, unverified": (_faces("balanced"), False, 1.6),
    "faces balanced": (_faces("balanced"), True, 2.8),
    "faces balanced, four orientations": (_faces("balanced", 4), True, 3.6),
    "faces thorough": (_faces("thorough"), True, None),
    "faces thorough, four orientations, the default": (_faces("thorough", 4), True, None),
    "text balanced": (_faces("balanced", label="text"), True, None),
    "text balanced, four orientations": (_faces("balanced", 4, "text"), True, None),
}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, draw; 1 if a figure is over what it should keep to."""
    wanted = _parser().parse_args(arguments)
    data = wanted.photo.read_bytes() if wanted.photo else photo(wanted.megapixels)
    pipeline = build_pipeline(MODELS, Limits(pixels=200_000_000))
    cases: dict[str, Case] = {FLOOR: lambda: _nothing(floor(data))}
    cases |= {
        name: _case(pipeline, data, parse_recipe(recipe), whole) for name, (recipe, whole, _) in CASES.items()
    }
    with ExitStack() as stack:
        if not wanted.no_deface:
            try:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                cases[DEFACE] = stack.enter_context(warm_deface(data, folder))
            except NoDefaceError as error:
                print(f"without deface: {error}", file=sys.stderr)
        measured = timed(cases, wanted.rounds)
    return _tell(measured)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="Cost of a photo, × floor.")
    parser.add_argument("--photo", type=Path, help="a JPEG; default: one made of 12 megapixels")
    parser.add_argument("--megapixels", type=float, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-deface", action="store_true")
    return parser


def _case(pipeline: Pipeline, data: bytes, recipe: Recipe, whole: bool) -> Case:
    def masked() -> None:
        pipeline.mask(data, recipe)

    def unverified() -> None:
        work = Work(data, recipe)
        for step in pipeline.steps[:-1]:
            work = step(work)

    return masked if whole else unverified


def _nothing(_: object) -> None:
    return None


def _tell(measured: Timed) -> int:
    rows, drawn, over = [], [], 0
    for name in measured.seconds:
        ratios = measured.ratios(name, FLOOR)
        ratio, goal = measured.ratio(name, FLOOR), CASES[name][2] if name in CASES else None
        over += goal is not None and ratio > goal
        less = measured.ratio(DEFACE, name) if DEFACE in measured.seconds else 0
        said = [f"{ratio:.2f}", f"{min(ratios):.2f}–{max(ratios):.2f}", f"{goal:.1f}" if goal else ""]
        rows.append([name, *said, f"{less:.0f}" if less else "", f"{measured.median(name) * 1000:.0f}"])
        if name != DEFACE:
            drawn.append(Bar(name, ratio, min(ratios), max(ratios), f"{ratio:.2f}", goal))
    head = ["case", "× floor", "range", "should be ≤", "times less than deface", "CPU ms here"]
    print(table(head, rows))
    print(f"\n{bars(RESULTS / 'speed.svg', 'CPU of a photo, × decoding and encoding it', drawn)}")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
