import re
import subprocess
from pathlib import Path

import pytest

from tools import bundle as module
from tools.bundle import BundleMissing, bundle, bundle_digest
from tools.targets import Target

SUBJECTS = ("u2netp.onnx", "u2netp.LICENSE")
MODELS = ("face.onnx", "face.LICENSE", "text.onnx", "text.LICENSE", "text.NOTICE")
_ARM = Target("3.13", "arm64")
MODULE = ["package/__init__.py", "package/__init__.py-3.13"]  # and compiled for the target's Python


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Target]:
    """Instead of wheels from the network a file; the answer lists for which targets it was asked."""
    asked: list[Target] = []

    def install(target: Target, lock: Path, folder: Path) -> None:
        asked.append(target)
        (folder / "package").mkdir(parents=True)
        (folder / "package" / "__init__.py").write_text(f"# {lock.stem} for {target.folder}\n")
        (folder / ".lock").touch()

    monkeypatch.setattr(module, "_install", install)
    monkeypatch.setattr(module, "compiled", lambda files, python: {f"{name}-{python}": b"" for name in files})
    return asked


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("installed")
def test_a_bundle_holds_wheels_without_the_installers_traces(tmp_path: Path) -> None:
    assert bundle(_ARM, ["erase"], tmp_path) == [tmp_path / "3.13-arm64" / "erase"]
    assert _files(tmp_path / "3.13-arm64" / "erase") == MODULE


def test_functions_that_share_wheels_have_them_installed_once(
    tmp_path: Path, installed: list[Target]
) -> None:
    bundle(_ARM, ["erase", "get_job"], tmp_path)
    assert installed == [_ARM]
    one, other = (tmp_path / "3.13-arm64" / name / "package/__init__.py" for name in ("erase", "get_job"))
    assert one.samefile(other)


def test_a_second_run_does_nothing(tmp_path: Path, installed: list[Target]) -> None:
    bundle(_ARM, ["erase"], tmp_path)
    installed.clear()
    assert bundle(_ARM, ["erase"], tmp_path) == []
    assert installed == []


@pytest.mark.usefixtures("installed")
def test_other_wheels_in_the_lock_make_an_old_bundle_count_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = bundle(_ARM, ["erase"], tmp_path)
    before = bundle_digest(path)
    (tmp_path / "new.txt").write_text("another==1 --hash=sha256:00\n")
    monkeypatch.setattr(module, "_lock", lambda _group: tmp_path / "new.txt")
    with pytest.raises(BundleMissing):
        bundle_digest(path)
    assert bundle(_ARM, ["erase"], tmp_path) == [path]
    assert bundle_digest(path) != before


@pytest.mark.usefixtures("installed")
def test_the_identity_differs_between_targets_and_is_not_inside_the_bundle(tmp_path: Path) -> None:
    (arm,) = bundle(_ARM, ["erase"], tmp_path)
    (intel,) = bundle(Target("3.13", "x86_64"), ["erase"], tmp_path)
    assert re.fullmatch("[0-9a-f]{64}", bundle_digest(arm))
    assert bundle_digest(arm) != bundle_digest(intel)


def test_a_missing_bundle_says_which_command_makes_it(tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match=re.escape("run `make bundle STAGE=prod` first")):
        bundle_digest(tmp_path / "3.13-arm64" / "erase", stage="prod")


@pytest.mark.usefixtures("installed")
def test_a_masker_carries_the_models_of_its_lane_and_their_licences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(build: Path) -> None:
        (build / "models").mkdir(exist_ok=True)
        for name in (*MODELS, *SUBJECTS):
            (build / "models" / name).write_text(name)

    monkeypatch.setattr("tools.fetch.fetch", fetch)
    identity, background = bundle(_ARM, ["mask_identity", "mask_background"], tmp_path)
    assert _files(identity) == [*sorted(f"models/{name}" for name in MODELS), *MODULE]
    both = sorted(f"models/{name}" for name in (*MODELS, *SUBJECTS))
    assert _files(background) == [*both, *MODULE]


def test_what_is_installed_is_pinned_by_hash_and_never_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: commands.append(command))
    module._install(_ARM, tmp_path / "lock.txt", tmp_path)
    module._install(Target("3.12", "arm64", "darwin"), tmp_path / "lock.txt", tmp_path)
    for command in commands:
        assert {"--require-hashes", "--no-deps", "--only-binary"} < set(command)
    linux, mac = commands
    assert linux[linux.index("--python-platform") + 1] == "aarch64-manylinux_2_28"
    assert "--python-platform" not in mac


@pytest.mark.parametrize("target", [_ARM, Target("3.11", "arm64", "darwin"), Target.here()])
def test_a_target_is_told_by_its_folder(target: Target) -> None:
    assert Target.of_folder(target.folder) == target


def test_every_function_in_the_source_has_its_wheels_named() -> None:
    folders = Path(module.__file__).parents[1] / "functions"
    assert {path.parent.name for path in folders.glob("*/handler.py")} <= module.FUNCTIONS.keys()
