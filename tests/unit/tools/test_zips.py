import os
import zipfile
from pathlib import Path

from tools.local_cloud.zips import write_zip


def _tree(folder: Path, names: list[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}")
    return folder


def test_the_same_files_give_the_same_bytes_whenever_and_in_whatever_order_they_were_written(
    tmp_path: Path,
) -> None:
    names = ["b/two.py", "a.py", "b/one.py", "b.py"]
    first, second = _tree(tmp_path / "first", names), _tree(tmp_path / "second", names[::-1])
    for path in second.rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    write_zip(first, tmp_path / "first.zip")
    write_zip(second, tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_everybody_may_read_what_is_unpacked_and_programs_stay_programs(tmp_path: Path) -> None:
    source = _tree(tmp_path / "source", ["program", "text"])
    (source / "program").chmod(0o700)
    (source / "text").chmod(0o600)
    write_zip(source, tmp_path / "it.zip")
    with zipfile.ZipFile(tmp_path / "it.zip") as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert modes == {"program": 0o755, "text": 0o644}


def test_contents_and_paths_come_back(tmp_path: Path) -> None:
    source = _tree(tmp_path / "source", ["deep/er/file.py"])
    write_zip(source, tmp_path / "it.zip")
    with zipfile.ZipFile(tmp_path / "it.zip") as archive:
        assert archive.namelist() == ["deep/er/file.py"]
        assert archive.read("deep/er/file.py") == b"content of deep/er/file.py"
