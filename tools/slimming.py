"""What of an installed wheel need not travel with a function."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

RULES_VERSION = "2"  # raise it with every change here: bundles made by older rules are made anew

# Paths from the bundle's root. The library is a second copy of what the extension module holds
# already; `libonnxruntime_providers_shared.so` beside it stays, because it is looked for.
_FILES = ("onnxruntime/capi/libonnxruntime.so.*", "onnxruntime/capi/libonnxruntime.*.dylib")
_FOLDERS = (
    *(f"onnxruntime/{name}" for name in ("backend", "datasets", "quantization", "tools", "transformers")),
    *(f"numpy/{name}" for name in ("_pyinstaller", "f2py", "_core/include", "_core/lib", "random/lib")),
    "bin",
)
_FOLDER_NAMES = ("tests", "__pycache__")
_SUFFIXES = (".pyi", ".pxd", ".pyx", ".h", ".c", ".a", ".pyc")
# Installers write these, each in its own way; without them uv and pip give the same bytes.
_METADATA = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json")


def slim(folder: Path) -> None:
    """Delete below `folder` what no function imports or reads; licences stay."""
    for path in sorted(folder.rglob("*"), reverse=True):  # children before their folder
        if _needless(PurePosixPath(path.relative_to(folder).as_posix()), folder=path.is_dir()):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _needless(path: PurePosixPath, *, folder: bool) -> bool:
    if folder:
        return str(path) in _FOLDERS or path.name in _FOLDER_NAMES
    if path.parent.suffix == ".dist-info" and path.name in _METADATA:
        return True
    return path.name == ".lock" or path.suffix in _SUFFIXES or any(path.match(pattern) for pattern in _FILES)
