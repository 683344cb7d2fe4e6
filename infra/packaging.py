"""From a bundle of wheels and the package of functions to one reproducible zip per function."""

import hashlib
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from infra.stage import Stage
from tools.bundle import bundle_digest
from tools.compiling import compiled

ROOT: Final = Path(__file__).parents[1]
BUILD: Final = ROOT / "build"
_RULES: Final = "2"  # raise it with every change of how an asset is packed
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
        digest = hashlib.sha256(f"{_RULES}{bundle_digest(bundle, self.stage.name)}".encode())
        code = sorted(path for path in (ROOT / "functions").rglob("*.py") if _travels(path))
        for path in code:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        target = self.build / "assets" / f"{digest.hexdigest()[:32]}.zip"
        if not target.exists():
            files = _below(bundle) | {str(path.relative_to(ROOT)): path for path in code}
            _pack(target, {name: path.read_bytes() for name, path in files.items()} | self._compiled(code))
        return target

    def _compiled(self, code: list[Path]) -> dict[str, bytes]:
        """Our own code, compiled for the stage's Python; the wheels are already."""
        return _compile(tuple(code), self.stage.python)


@dataclass(frozen=True)
class NoAssets(Assets):
    """Where the template alone is looked at: all functions share an empty asset in ``build``."""

    def zip_of(self, function: str) -> Path:
        """The same empty zip, whatever the function."""
        target = self.build / "empty.zip"
        _pack(target, {})
        return target


def _travels(path: Path) -> bool:
    """Whether a function could need it: the command line of the imaging package is for people."""
    return (
        path != ROOT / "functions/imaging/__main__.py" and ROOT / "functions/imaging/cli" not in path.parents
    )


def _below(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path for path in found}


@cache  # all functions of a stage share it
def _compile(code: tuple[Path, ...], python: str) -> dict[str, bytes]:
    return compiled({str(path.relative_to(ROOT)): path.read_bytes() for path in code}, python)


def _pack(target: Path, members: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.unfinished")  # another process may pack the same
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = (0o755 if name.endswith(".so") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    unfinished.replace(target)
