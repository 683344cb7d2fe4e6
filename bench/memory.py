"""Peak memory by size, each photo in a process of its own, as a Lambda's worker would meet it.

python -m bench.memory [--megapixels 12 24 50 100]

What it should keep to is about the default recipe. More effort takes more, and a stage refuses what is larger
than its `most_pixels` on the header, before anything is decoded.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bench.photos import MODELS, RESULTS, ROOT, photo
from bench.plots import Bar, bars
from bench.tables import table
from functions.core.errors import Refused
from functions.core.recipe import parse_recipe
from functions.imaging.limits import Limits
from functions.imaging.pipeline import build_pipeline

SIZES: Final = (12, 24, 50, 100)
MOST_MEGABYTES: Final = 600
DEFAULT: Final = "faces balanced"
CASES: Final[Mapping[str, Mapping[str, object]]] = {
    DEFAULT: {"hide": {"face": {}}, "detect": {"effort": "balanced"}},
    "faces thorough": {"hide": {"face": {}}, "detect": {"effort": "thorough"}},
    "faces and text thorough": {"hide": {"face": {}, "text": {}}, "detect": {"effort": "thorough"}},
}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, draw; 1 if a photo took more than it may."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description="Peak memory by size.")
    parser.add_argument("--megapixels", type=float, nargs="+", default=SIZES)
    parser.add_argument("--one", nargs=2, metavar=("PHOTO", "CASE"), help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.one:
        print(_peak(Path(wanted.one[0]), CASES[wanted.one[1]]))
        return 0
    return _measure(wanted.megapixels)


def _measure(sizes: list[float]) -> int:
    rows, drawn, kept = [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size:g}.jpg"
            path.write_bytes(photo(size))
            peaks = {name: _in_a_process(path, name) for name in CASES}
            rows.append([f"{size:g} MP", *(f"{peak:.0f}" for peak in peaks.values())])
            drawn += [
                Bar(f"{size:g} MP, {name}", peak, peak, peak, f"{peak:.0f} MB", MOST_MEGABYTES)
                for name, peak in peaks.items()
            ]
            kept[f"{size:g} MP, {DEFAULT}"] = peaks[DEFAULT]
    print(table(["photo", *(f"{name}, MB" for name in CASES)], rows))
    goals = [[name, f"{peak:.0f}", str(MOST_MEGABYTES)] for name, peak in kept.items()]
    print(f"\n{table(['photo', 'MB', 'should be ≤'], goals)}")
    print(f"\n{bars(RESULTS / 'memory.svg', 'Peak resident memory of a process', drawn)}")
    return int(max(kept.values()) > MOST_MEGABYTES)


def _in_a_process(path: Path, case: str) -> float:
    command = [sys.executable, "-m", "bench.memory", "--one", str(path), case]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout))


def _peak(path: Path, case: Mapping[str, object]) -> float:
    """Megabytes of this process after one photo; a refused one counts with what refusing it took."""
    pipeline = build_pipeline(MODELS, Limits(pixels=200_000_000))
    recipe = parse_recipe({"version": 1, "if_nothing": "release", **case})
    try:
        pipeline.mask(path.read_bytes(), recipe)
    except Refused as refused:
        print(f"{path.stem} MP: refused, {refused.reason}", file=sys.stderr)
    status = Path(
        "/proc/self/status"
    ).read_text()  # the peak of this program; getrusage knows its parent's too
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
