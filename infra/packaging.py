"""From a bundle of wheels and the package of functions to one reproducible zip per function."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.stage import Stage
from tools.bundle import bundle_digest

ROOT: Final = Path(__file__).parents[1]
BUILD: Final = ROOT / "build"
_DATE: Final = (2020, 1, 1, 0, 0, 0)  # one date for all, so that equal contents are equal bytes


@dataclass(frozen=True)
class Assets:
    """Where ``make bundle`` put the wheels, for one stage's Python and architecture."""

    stage: Stage
    build: Path = BUILD

    def zip_of(self, function: str) -> Path:
        """The asset of a function, packed unless it is there already; functions with equal wheels share one.

        Raises `tools.bundle.BundleMissing`, which says what to run.
        """
        bundle = self.build / f"{self.stage.python}-{self.stage.architecture}" / function
        digest = hashlib.sha256(bundle_digest(bundle, self.stage.name).encode())
        code = sorted(path for path in (ROOT / "functions").rglob("*.py") if _travels(path))
        for path in code:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        target = self.build / "assets" / f"{digest.hexdigest()[:32]}.zip"
        if not target.exists():
            _pack(target, [*_below(bundle), *((path, str(path.relative_to(ROOT))) for path in code)])
        return target


@dataclass(frozen=True)
class NoAssets(Assets):
    """Where the template alone is looked at: all functions share an empty asset in ``build``."""

    def zip_of(self, function: str) -> Path:
        """The same empty zip, whatever the function."""
        target = self.build / "empty.zip"
        _pack(target, [])
        return target


def _travels(path: Path) -> bool:
    """Whether a function could need it: the command line of the imaging package is for people."""
    return (
        path != ROOT / "functions/imaging/__main__.py" and ROOT / "functions/imaging/cli" not in path.parents
    )


def _below(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path, str(path.relative_to(folder))


def _pack(target: Path, members: list[tuple[Path, str]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.unfinished")  # another process may pack the same
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, name in sorted(members, key=lambda member: member[1]):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    unfinished.replace(target)
