"""`python -m tools.licences`: the licences of what is shipped: wheels, models, and the web's packages.

Read from what is installed and from the web's lock; a test holds them to `ALLOWED`.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
# All may be shipped with software under Apache-2.0, if their texts are: wheels carry theirs, models as well.
ALLOWED: Final = frozenset(
    {"0BSD", "Apache-2.0", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"}
)
# Shipped as a library of its own that anybody may exchange, which is what the LGPL asks (section 4).
AS_A_LIBRARY: Final = {"pi-heif": "LGPL-3.0-or-later"}
_CLASSIFIERS: Final = {
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-or-later",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
}
_WORDS: Final = re.compile(r"[A-Za-z0-9.+-]+")


@dataclass(frozen=True, order=True)
class Shipped:
    """A package, where it goes, and the identifiers of its licences (SPDX)."""

    name: str
    where: str
    licences: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether each of its licences is."""
        exceptions = {AS_A_LIBRARY.get(self.name)}
        return bool(self.licences) and set(self.licences) <= ALLOWED | exceptions


def shipped() -> list[Shipped]:
    """Everything that leaves this repository for AWS or for a browser."""
    return sorted([*_wheels(), *_models(), *_web()])


def _wheels() -> Iterator[Shipped]:
    text = (ROOT / "requirements" / "imaging.txt").read_text()
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE):
        yield Shipped(name, "functions", _licences(metadata(name)))


def _licences(told: PackageMetadata) -> tuple[str, ...]:
    if expression := told.get_all("License-Expression"):
        return _identifiers(expression[0])
    names = [
        str(each).rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if "License ::" in each
    ]
    return tuple(sorted({_CLASSIFIERS.get(name, name) for name in names}))


def _models() -> Iterator[Shipped]:
    # docs/models.md; their texts travel beside them, pinned by hash in tools/fetch.py.
    yield from (Shipped("face.onnx", "models", ("MIT",)), Shipped("text.onnx", "models", ("Apache-2.0",)))
    yield Shipped("u2netp.onnx", "models", ("Apache-2.0",))


def _web() -> Iterator[Shipped]:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            yield Shipped(
                path.rpartition("node_modules/")[2], "web", _identifiers(package.get("license", ""))
            )


def _identifiers(expression: str) -> tuple[str, ...]:
    return tuple(sorted({word for word in _WORDS.findall(expression) if word not in {"AND", "OR", "WITH"}}))


def main() -> int:
    """Print them; 1 if one is not allowed."""
    for each in shipped():
        verdict = "" if each.allowed else "  NOT ALLOWED"
        print(f"{each.where:10} {each.name:28} {', '.join(each.licences)}{verdict}")
    return int(not all(each.allowed for each in shipped()))


if __name__ == "__main__":
    sys.exit(main())
