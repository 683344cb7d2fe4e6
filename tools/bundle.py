"""Fill `build/` with the wheels of each function, without Docker: `python -m tools.bundle --help`.

`build/PYTHON-ARCH/FUNCTION/` holds the wheels, and the models where pixels are looked at, but not our
own code: synth adds that, so that a change of code needs no new bundle. A second run finds
everything in place by its digest, and needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

from tools import fetch
from tools.compiling import CompilerMissing, compiled
from tools.slimming import RULES_VERSION, slim
from tools.targets import ARCHITECTURES, Target

_ROOT = Path(__file__).resolve().parents[1]
BUILD = _ROOT / "build"

Group = Literal["light", "imaging"]
FUNCTIONS: Final[Mapping[str, Group]] = {
    "mask_identity": "imaging",
    "mask_background": "imaging",
    "create_job": "light",
    "get_job": "light",
    "get_jwks": "light",
    "get_openapi": "light",
    "list_jobs": "light",
    "list_user_jobs": "light",
    "retry_job": "light",
    "sweep": "light",
    "request_erasure": "light",
    "decide_erasure": "light",
    "hold": "light",
    "restriction": "light",
    "get_erasure": "light",
    "erase": "light",
    "remask_depicted": "light",
    "close_failed": "light",
    "publish_events": "light",
    "create_webhook": "light",
    "list_webhooks": "light",
    "get_webhook": "light",
    "change_webhook": "light",
    "delete_webhook": "light",
    "rotate_secret": "light",
    "try_webhook": "light",
    "list_deliveries": "light",
    "deliver_webhook": "light",
    "grant_token": "light",
    "create_session": "light",
    "audit": "light",
    "audit_heads": "light",
    "findings": "light",
    "authorize_session": "light",
    "list_members": "light",
    "invite_member": "light",
    "set_roles": "light",
    "remove_member": "light",
    "team_settings": "light",
    "documents": "light",
    "users": "light",
    "reviews": "light",
    "incidents": "light",
    "rectify": "light",
    "consents": "light",
    "datasets": "light",
    "exports": "light",
    "make_export": "light",
}
_IDENTITY: Final = tuple(
    f"models/{name}" for name in ("face.onnx", "face.LICENSE", "text.onnx", "text.LICENSE", "text.NOTICE")
)
# Those that a function's lane loads; all others have none.
_MODELS: Final[Mapping[str, tuple[str, ...]]] = {
    "mask_identity": _IDENTITY,
    "mask_background": (*_IDENTITY, "models/u2netp.onnx", "models/u2netp.LICENSE"),
}


class BundleMissing(Exception):
    """There is no bundle for what is to be deployed, or one of other wheels than are locked now."""

    def __init__(self, path: Path, stage: str) -> None:
        super().__init__(f"no current bundle in {path}: run `make bundle STAGE={stage}` first")


def bundle(target: Target, functions: Iterable[str] = FUNCTIONS, build: Path = BUILD) -> list[Path]:
    """Make the bundles that are missing or outdated, and return their folders, new ones only."""
    made = []
    for function in functions:
        path = build / target.folder / function
        expected = _digest(target, FUNCTIONS[function], _MODELS.get(function, ()))
        if _recorded(path) == expected:
            continue
        wheels = _wheels(target, FUNCTIONS[function], build)
        _replace(path, wheels, _models(_MODELS.get(function, ()), build))
        _marker(path).write_text(expected)
        made.append(path)
    return made


def bundle_digest(path: Path, stage: str = "…") -> str:
    """Return the identity of the bundle in `path` (`build/PYTHON-ARCH/FUNCTION`), the same on every machine.

    It follows from the lock, the target, the models and the slimming rules. Raises BundleMissing,
    naming `stage` in what to do, if the bundle is not there or not of today's lock.
    """
    recorded, target = _recorded(path), Target.of_folder(path.parent.name)
    if recorded is None or recorded != _digest(target, FUNCTIONS[path.name], _MODELS.get(path.name, ())):
        raise BundleMissing(path, stage)
    return recorded


def _digest(target: Target, group: Group, models: Iterable[str] = ()) -> str:
    weights = [item.sha256 for item in fetch.ITEMS if item.target in models]
    text = "\n".join([RULES_VERSION, target.folder, _lock(group).read_text("utf-8"), *weights])
    return hashlib.sha256(text.encode()).hexdigest()


def _lock(group: Group) -> Path:
    return _ROOT / "requirements" / f"{group}.txt"


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.digest")  # beside the folder: it must not travel


def _recorded(path: Path) -> str | None:
    marker = _marker(path)
    return marker.read_text() if marker.is_file() and path.is_dir() else None


def _wheels(target: Target, group: Group, build: Path) -> Path:
    """Install the group's wheels once for all functions that share them, and return the folder."""
    path = build / target.folder / f".{group}"
    expected = _digest(target, group)
    if _recorded(path) != expected:
        fresh = path.with_name(f"{path.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        _install(target, _lock(group), fresh)
        slim(fresh)
        _compile(fresh, target)
        shutil.rmtree(path, ignore_errors=True)
        fresh.replace(path)
        _marker(path).write_text(expected)
    return path


def _install(target: Target, lock: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-compile-bytecode", "--python-version", target.python]
    if target.platform:
        command += ["--python-platform", target.platform]
    command += ["--target", str(folder), "--requirement", str(lock)]
    subprocess.run(command, check=True)


def _compile(folder: Path, target: Target) -> None:
    """Put a `.pyc` for the target's Python beside each module of the wheels."""
    sources = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.py"))}
    for name, code in compiled(sources, target.python).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(code)


def _models(names: Iterable[str], build: Path) -> list[Path]:
    paths = [build / name for name in names]
    if not all(path.is_file() for path in paths):
        fetch.fetch(build)
    return paths


def _replace(path: Path, wheels: Path, models: list[Path]) -> None:
    """Put a copy of `wheels`, by hard links, and `models` in the place of `path`."""
    _marker(path).unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(wheels, path, copy_function=_link)
    for model in models:
        (path / "models").mkdir(exist_ok=True)
        shutil.copy2(model, path / "models" / model.name)


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)
    return target


def main(arguments: list[str] | None = None) -> int:
    """Bundle what the command line asks for; 1 if wheels or models could not be had."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description="Fill build/ with wheels.")
    here = Target.here()
    parser.add_argument("--python", default=here.python, help="Python of the target, as 3.13")
    parser.add_argument("--arch", default=here.arch, choices=ARCHITECTURES)
    parser.add_argument("--local", action="store_true", help="for the local stage, on this very machine")
    parser.add_argument("--function", action="append", choices=FUNCTIONS, help="only this one; repeatable")
    wanted = parser.parse_args(arguments)
    target = here if wanted.local else Target(wanted.python, wanted.arch)
    try:
        made = bundle(target, wanted.function or FUNCTIONS)
    except (subprocess.CalledProcessError, CompilerMissing, fetch.FetchError) as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    for path in made:
        print(f"bundled {path.relative_to(_ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
