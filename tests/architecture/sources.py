"""The project's own source, as syntax trees: nothing is imported to be judged."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = {"core", "aws", "edge", "imaging"}
STANDARD = frozenset(sys.stdlib_module_names)


@dataclass(frozen=True)
class Import:
    """``source`` imports ``module``; for ``from a import b``, that is ``a.b``."""

    source: str
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.module}"

    @property
    def top(self) -> str:
        """The package that would have to be installed."""
        return self.module.split(".")[0]

    def of(self, *packages: str) -> bool:
        """Whether the module lies in one of these packages."""
        return any(f"{self.module}.".startswith(f"{package}.") for package in packages)


def functions() -> list[str]:
    """The names of the functions: every folder of ``functions`` that is no layer."""
    folders = [path.parent.name for path in (ROOT / "functions").glob("*/__init__.py")]
    return sorted(set(folders) - LAYERS)


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text())


def files(folder: str) -> list[Path]:
    """Every Python file below a folder of the project."""
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"no files in {folder}"
    return found


def imports(folder: str) -> Iterator[Import]:
    """Every import below a folder, those inside functions and of type checking included."""
    for path in files(folder):
        source = str(path.relative_to(ROOT))
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                yield from (Import(source, node.lineno, name.name) for name in node.names)
            if isinstance(node, ast.ImportFrom):
                assert not node.level, f"{source}:{node.lineno} imports relatively"
                yield from (Import(source, node.lineno, f"{node.module}.{name.name}") for name in node.names)
