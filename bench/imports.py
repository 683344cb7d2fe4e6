"""What starting costs: CPU seconds of an import, with ``.pyc``, each in a process of its own.

python -m bench.imports [--rounds 5]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from typing import Final

from bench.photos import ROOT
from bench.tables import table

# module → what it should keep to, in CPU seconds
MODULES: Final = {
    "functions.imaging.pipeline": 0.3,
    "functions.mask_identity.handler": 0.8,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 if a figure is over what it should keep to."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description="CPU of imports.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as cache:
        took = {name: [_import(name, cache) for _ in range(rounds + 1)][1:] for name in ("sys", *MODULES)}
    bare = statistics.median(took["sys"])
    rows, over = [], 0
    for name, most in MODULES.items():
        seconds = statistics.median(took[name]) - bare
        over += seconds > most
        rows.append([name, f"{seconds:.2f}", f"{most:.1f}"])
    print(table(["import", "CPU s", "should be ≤"], rows))
    return int(over > 0)


def _import(name: str, cache: str) -> float:
    code = f"import time, {name}; print(time.process_time())"
    world = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
    world.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=world, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
