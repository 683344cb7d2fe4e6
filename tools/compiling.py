"""`.pyc` for the Python of a target, whatever Python runs this: with them an import costs half.

They are found by an unchecked hash (PEP 552), because all dates in an asset are one. A Python that is not the
host's is CPython built for WebAssembly: an npm package, under the venv's Node.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_PACKAGE: Final = ROOT / "node_modules" / "pyodide"
_WASM: Final = "3.13"  # of the package that package.json pins; a test compares
_PROGRAM: Final = """
import base64, json, warnings
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash

warnings.simplefilter("ignore")  # of others' code
answer = {}
for name, packed in json.loads(text).items():
    source = base64.b64decode(packed)
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    answer[name] = base64.b64encode(bytes(_code_to_hash_pyc(code, source_hash(source), False))).decode()
answer = json.dumps(answer)
"""
_HOST: Final = f"import sys\ntext = sys.stdin.read()\n{_PROGRAM}\nsys.stdout.write(answer)"


class CompilerMissing(Exception):
    """There is no compiler for the Python of the target; the text says what to do."""


def compiled(sources: Mapping[str, bytes], python: str) -> dict[str, bytes]:
    """Compile files, named as below the root of their asset, and return what lies beside them there.

    Raises `CompilerMissing`; a file that is not Python of that version raises CalledProcessError.
    """
    text = json.dumps({name: base64.b64encode(source).decode() for name, source in sources.items()})
    done = subprocess.run(
        _command(python), cwd=ROOT, input=text, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    tag = python.replace(".", "")
    return {
        _beside(PurePosixPath(name), tag): base64.b64decode(code)
        for name, code in json.loads(done.stdout).items()
    }


def _command(python: str) -> list[str]:
    if python == f"{sys.version_info.major}.{sys.version_info.minor}":
        return [sys.executable, "-I", "-S", "-c", _HOST]
    if python != _WASM:
        raise CompilerMissing(f"nothing here compiles for Python {python}: take {_WASM}, or run that one")
    if not _PACKAGE.is_dir():
        raise CompilerMissing("the compiler is not installed: run `make install`")
    return ["node", "tools/compile.mjs", _PROGRAM]


def _beside(source: PurePosixPath, tag: str) -> str:
    return str(source.parent / "__pycache__" / f"{source.stem}.cpython-{tag}.pyc")
