"""Every figure of this project against its goal, in one table: `make bench`.

Each bench is a program of its own; this one runs them and reads the rows that name what they should keep to.
What needs labelled photos says so, because none are part of this repository. Plots are in build/bench.
"""

import argparse
import gzip
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.photos import BUILD, RESULTS, ROOT
from bench.tables import table
from infra.packaging import Assets
from infra.stage import LOCAL
from tools.reproduce import MOST

GOAL: Final = "should be ≤"
# Benches whose exit status says whether they keep to what they should, and the figure that they print of it.
WHOLE: Final = {
    "bench.erasure": (
        "requests, time and memory of an erasure",
        "≤ 75 requests, ≤ 1.05 × the least, flat memory",
    ),
}
WITH_GOALS: Final = {"bench.speed": ("--rounds",), "bench.imports": ("--rounds",), "bench.memory": ()}
PHOTOS: Final = {
    "bench.accuracy": "faces, text and plates that are found: DIR=… of labelled photos",
    "bench.linkage": "who is recognised through a style: DIR=… of photos of known people",
}
WEB_KB: Final = 100  # the page's own script, as it travels
_MB: Final = 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """One line; ``met`` is unknown for what could not be measured here."""

    name: str
    value: str
    goal: str
    met: bool | None

    @property
    def row(self) -> list[str]:
        """For people."""
        return [self.name, self.value, self.goal, {True: "yes", False: "NO", None: "not measured"}[self.met]]


def with_goals(bench: str, told: str) -> Iterator[Figure]:
    """The rows of a bench's table that have a goal: the first column names, the second is the figure."""
    goal: int | None = None
    for line in told.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if GOAL in cells:
            goal = cells.index(GOAL)
        elif goal is not None and line.startswith("|") and len(cells) > goal and _number(cells[goal]):
            met = float(cells[1]) <= float(cells[goal])
            yield Figure(f"{bench.removeprefix('bench.')}: {cells[0]}", cells[1], f"≤ {cells[goal]}", met)


def _number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def assets() -> Iterator[Figure]:
    """How large an asset of each kind is, of the local stage; `make reproducible` has those for AWS."""
    for function, most in MOST.items():
        with zipfile.ZipFile(Assets(LOCAL).zip_of(function)) as archive:
            size = sum(entry.file_size for entry in archive.infolist()) / _MB
        yield Figure(f"asset: {function}, unzipped MB", f"{size:.0f}", f"≤ {most}", size <= most)


def web() -> Iterator[Figure]:
    """How much script a user's page loads before it can be used."""
    scripts = sorted((BUILD / "web" / "assets").glob("*.js"))
    if not scripts:
        yield Figure("web: script, KB gzipped", "no build: `make web`", f"≤ {WEB_KB}", None)
        return
    size = sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) / 1024
    yield Figure("web: all scripts, KB gzipped", f"{size:.0f}", f"≤ {WEB_KB}", size <= WEB_KB)


def _run(bench: str, *more: str) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", bench, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    print(f"\n{bench}\n{done.stdout}", flush=True)
    return done.stdout, done.returncode


def figures(rounds: int, photos: Path | None) -> Iterator[Figure]:
    """Measure everything."""
    for bench, asked in WITH_GOALS.items():
        told, status = _run(bench, *(part for option in asked for part in (option, str(rounds))))
        rows = list(with_goals(bench, told))
        yield from rows or [Figure(bench, f"ended with {status}", "", False)]
    for bench, (name, goal) in WHOLE.items():
        _, status = _run(bench)
        yield Figure(name, "kept" if status == 0 else "not kept", goal, status == 0)
    yield from assets()
    yield from web()
    for bench, needs in PHOTOS.items():
        if photos is not None and bench == "bench.accuracy":
            _, status = _run(bench, str(photos))
            yield Figure(bench, "see above", "docs/performance.md", True if status == 0 else None)
        else:
            yield Figure(bench, "needs photos", needs, None)
    _run("bench.cost")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print one table, name the plots; 1 if a figure is over its goal."""
    parser = argparse.ArgumentParser(prog="python -m bench.summary", description="Every figure and its goal.")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--photos", type=Path, help="a folder of labelled photos")
    asked = parser.parse_args(arguments)
    found = list(figures(asked.rounds, asked.photos))
    print(table(["figure", "measured", "goal", "met"], [figure.row for figure in found]))
    for plot in sorted(RESULTS.glob("*.svg")):
        print(plot.relative_to(ROOT))
    return int(any(figure.met is False for figure in found))


if __name__ == "__main__":
    sys.exit(main())
