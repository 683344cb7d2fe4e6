"""Where results go, and how they get there: whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from functions.imaging.cli.inputs import Source

SUFFIXES: Final = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
}


@dataclass(slots=True)
class Folder:
    """Below ``root`` every result has a name of its own, whatever the inputs are called."""

    root: Path
    taken: set[str] = field(default_factory=set)

    def target(self, place: Path, content_type: str) -> Path:
        """A path for the result of ``place``: its own name, and behind it the ending that its content has.

        ``scan.tiff`` as a PNG is ``scan.tiff.png``, so that it never meets a ``scan.png`` beside it.
        """
        endings = SUFFIXES[content_type]
        name, number = _named(place, endings), 1
        while str(name).casefold() in self.taken:  # a disk may not tell A from a
            number += 1
            name = place.with_name(f"{place.name}-{number}{endings[0]}")
        self.taken.add(str(name).casefold())
        return self.root / name

    def withdraw(self, place: Path) -> None:
        """Remove what an earlier run left of ``place``: it is no result of this one. Raises `OSError`."""
        for endings in SUFFIXES.values():
            name = _named(place, endings)
            if str(name).casefold() not in self.taken:
                (self.root / name).unlink(missing_ok=True)

    def holds_originals(self, found: Sequence[Source]) -> bool:
        """Whether a result would come to lie beside an original, and so could replace one."""
        homes = {source.path.resolve().parent for source in found}
        return any((self.root / source.place).parent.resolve() in homes for source in found)


def save(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target``; who looks meanwhile sees what was there before. Raises `OSError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=".masking-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(target)
    except BaseException:
        Path(part).unlink()
        raise


def _named(place: Path, endings: Sequence[str]) -> Path:
    return place if place.suffix.lower() in endings else place.with_name(place.name + endings[0])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
