"""Assets: the same inputs are the same bytes, and what is missing says what to run."""

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from infra.app import add_stack, new_app
from infra.stage import Stage
from tests.infra.making import DEV, LOCAL, TESTED, Uncompiled, assemble, fake_bundles, target_of
from tests.infra.template import Template
from tools.bundle import BundleMissing
from tools.targets import Target


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("function", ["mask_identity", "get_job"])
def test_the_same_inputs_are_packed_into_the_same_bytes(tmp_path: Path, function: str) -> None:
    one = Uncompiled(DEV, fake_bundles(tmp_path / "one", target_of(DEV))).zip_of(function)
    other = Uncompiled(DEV, fake_bundles(tmp_path / "other", target_of(DEV))).zip_of(function)
    assert one != other
    assert one.name == other.name
    assert sha256(one) == sha256(other)


def test_an_asset_is_packed_once(tmp_path: Path) -> None:
    assets = Uncompiled(DEV, fake_bundles(tmp_path, target_of(DEV)))
    first = assets.zip_of("get_job")
    written = first.stat().st_mtime_ns
    assert assets.zip_of("get_job") == first
    assert first.stat().st_mtime_ns == written
    assert list(first.parent.glob("*.unfinished")) == []


def test_functions_with_equal_wheels_share_an_asset(tmp_path: Path) -> None:
    assets = Uncompiled(DEV, fake_bundles(tmp_path, target_of(DEV)))
    assert assets.zip_of("get_job") == assets.zip_of("create_job") != assets.zip_of("mask_identity")


def test_the_command_line_stays_at_home(tmp_path: Path) -> None:
    asset = Uncompiled(DEV, fake_bundles(tmp_path, target_of(DEV))).zip_of("mask_identity")
    with zipfile.ZipFile(asset) as archive:
        names = [name for name in archive.namelist() if name.startswith("functions/imaging/")]
    assert "functions/imaging/pipeline.py" in names
    assert [name for name in names if "cli" in name or "__main__" in name] == []


def test_libraries_may_run_and_everything_may_be_read(tmp_path: Path) -> None:
    asset = Uncompiled(DEV, fake_bundles(tmp_path, target_of(DEV))).zip_of("mask_identity")
    with zipfile.ZipFile(asset) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        dates = {entry.date_time for entry in archive.infolist()}
    assert modes["wheel/fast.so"] & 0o777 == 0o755
    assert modes["functions/mask_identity/handler.py"] & 0o777 == 0o644
    assert len(dates) == 1


@pytest.mark.parametrize("stage", TESTED, ids=[stage.name for stage in TESTED])
def test_a_missing_bundle_says_what_to_run(tmp_path: Path, stage: Stage) -> None:
    with pytest.raises(BundleMissing, match="run `make bundle") as missing:
        add_stack(new_app(), stage, tmp_path)
    assert "\n" not in str(missing.value)


def test_a_bundle_of_other_wheels_than_are_locked_counts_as_missing(tmp_path: Path) -> None:
    build = fake_bundles(tmp_path, target_of(DEV))
    (build / target_of(DEV).folder / "create_job.digest").write_text("yesterday's")
    with pytest.raises(BundleMissing, match="create_job"):
        Uncompiled(DEV, build).zip_of("create_job")


def test_a_bundle_for_another_machine_is_not_taken(tmp_path: Path) -> None:
    build = fake_bundles(tmp_path, Target("3.12", "x86_64"))
    with pytest.raises(BundleMissing):
        Uncompiled(DEV, build).zip_of("get_job")


def test_a_template_follows_from_its_inputs_alone(
    tmp_path: Path, bundles: Path, templates: dict[str, Template]
) -> None:
    copy = shutil.copytree(bundles, tmp_path / "build")
    shutil.rmtree(copy / "assets")
    again = assemble(tmp_path / "out", copy, LOCAL)["local"]
    assert again.text == templates["local"].text
