import io
import zipfile
from datetime import UTC, datetime

import pytest

from functions.core.zip_format import MANY, MOST, ending, piece

MOMENT = datetime(2026, 11, 28, 3, 4, 5, tzinfo=UTC)


def written(files: dict[str, bytes], before: int = 0) -> bytes:
    """A ZIP of these files, which begins ``before`` bytes into something."""
    data = directory = b""
    for name, content in files.items():
        made = piece(name, content, before + len(data), MOMENT)
        data, directory = data + made.data, directory + made.entry
    return data + directory + ending(len(files), before + len(data), len(directory))


def test_what_was_put_in_is_read_by_anybody() -> None:
    files = {"manifest.json": b"{}", "results/a.jpg": bytes(range(256)) * 9, "leer": b"", "größe.txt": b"x"}
    with zipfile.ZipFile(io.BytesIO(written(files))) as read:
        assert read.testzip() is None
        assert {info.filename: read.read(info) for info in read.infolist()} == files
        assert read.infolist()[0].date_time == (2026, 11, 28, 3, 4, 4)


class Far(io.BytesIO):
    """A file whose first ``gap`` bytes nobody wrote."""

    def __init__(self, gap: int, data: bytes) -> None:
        super().__init__(data)
        self.gap = gap
        self.seek(gap)

    def seek(self, offset: int, whence: int = 0) -> int:
        return super().seek(offset - self.gap if whence == 0 else offset, whence) + self.gap

    def tell(self) -> int:
        return super().tell() + self.gap


@pytest.mark.parametrize("gap", [MOST - 40, MOST, 5 * MOST], ids=["across", "at", "beyond"])
def test_a_zip_may_be_larger_than_four_gigabytes(gap: int) -> None:
    files = {"a": b"first", "b": b"second", "c": b"third"}
    with zipfile.ZipFile(Far(gap, written(files, gap))) as read:
        assert {name: read.read(name) for name in read.namelist()} == files


def test_a_zip_may_have_more_files_than_two_bytes_can_count() -> None:
    directory = piece("a", b"", 0, MOMENT).entry * (MANY + 1)
    with zipfile.ZipFile(io.BytesIO(directory + ending(MANY + 1, 0, len(directory)))) as read:
        assert len(read.namelist()) == MANY + 1
