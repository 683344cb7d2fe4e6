"""`python -m tools.reproduce`: the assets of both architectures, made twice: equal, and small enough.

Functions with the same wheels and models share an asset, so one of each kind is made.
"""

import hashlib
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from infra.packaging import Assets
from infra.stage import STAGES
from tools import fetch
from tools.bundle import BUILD, bundle
from tools.targets import ARCHITECTURES, Target

# Function → the most megabytes that it may be, unzipped: Lambda takes 250 MB (262 144 000 bytes).
MOST: Final = {"create_job": 20, "mask_identity": 200, "mask_background": 240}
_MB: Final = 1024 * 1024


@dataclass(frozen=True)
class Made:
    """One asset: its hash, and its sizes in megabytes."""

    sha256: str
    zipped: float
    unzipped: float


def made(function: str, arch: str) -> Made:
    """Make the asset of a function in a folder of its own, with nothing there but the models."""
    stage = replace(STAGES["prod"], architecture=arch)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        build = Path(folder)
        fetch.fetch(BUILD)
        (build / "models").symlink_to(BUILD / "models")
        bundle(Target(stage.python, arch), [function], build)
        return _looked_at(Assets(stage, build).zip_of(function))


def _looked_at(asset: Path) -> Made:
    content = asset.read_bytes()
    with zipfile.ZipFile(asset) as archive:
        unzipped = sum(entry.file_size for entry in archive.infolist())
    return Made(hashlib.sha256(content).hexdigest(), len(content) / _MB, unzipped / _MB)


def main() -> int:
    """Print a line for each asset; 1 if two makings differ, or one is larger than it may be."""
    bad = 0
    for arch in ARCHITECTURES:
        for function, most in MOST.items():
            first, again = made(function, arch), made(function, arch)
            equal, small = first.sha256 == again.sha256, first.unzipped <= most
            bad += not (equal and small)
            sizes = f"zip {first.zipped:5.1f} MB, unzipped {first.unzipped:6.1f} MB of {most}"
            hashes = f"{first.sha256[:16]}… {'twice' if equal else f'and then {again.sha256[:16]}…'}"
            print(f"{function:16} {arch:7} {sizes}, {hashes}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
