"""Which files are meant, and under which name each result stands."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One file: ``path`` as it was named or found, and ``place``, where its result stands below DIR."""

    path: Path
    place: Path


def sources(inputs: Sequence[Path], out: Path | None = None) -> list[Source]:
    """All files of ``inputs``, each once; folders with all that is in them, but nothing of ``out``.

    No name is judged: content decides, so a file of any name gets its line. Results mirror the tree below
    what the inputs have in common, so that the same name in two folders is two results. A link to a folder is
    not followed, because it could lead in circles; it stands in the list as a file that cannot be read, as
    does a folder that may not be opened.
    """
    spared = Path(os.path.abspath(out)) if out else None
    found = {Path(os.path.abspath(path)): path for each in inputs for path in _files(each, spared)}
    roots = [each if each.is_dir() else each.parent for each in inputs]
    top = _common([Path(os.path.abspath(root)) for root in roots])
    return [Source(path, _below(absolute, top)) for absolute, path in found.items()]


def _files(path: Path, spared: Path | None) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    closed: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if name not in linked and Path(os.path.abspath(here / name)) != spared
        )
        yield from (here / name for name in sorted((*names, *linked)))
    yield from closed


def _common(folders: Sequence[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return None


def _below(path: Path, top: Path | None) -> Path:
    if top is None:
        return Path(path.drive.rstrip(":"), *path.parts[1:])
    return path.relative_to(top)
