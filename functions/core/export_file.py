"""The ZIP of an export on its way into the bucket: a part at a time, and nothing that grows with the export.

What is held in memory is one part and one photo. What is not a part yet, and the directory of the ZIP, is put
beside the file when a worker stops, so that the next one goes on at the same byte.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from functions.core.errors import MorettaError
from functions.core.export import Export, Written
from functions.core.export_ports import Archive
from functions.core.names import ObjectKey
from functions.core.zip_format import ending, piece

MEGABYTE: Final = 1024 * 1024
# S3 takes 10 000 parts of at least 5 MB: with these, 571 GB. A small export takes little memory.
SMALL_PARTS: Final = 1000
SMALL, LARGE = 8 * MEGABYTE, 64 * MEGABYTE
MOST_PARTS: Final = 10_000


class TooLargeToExport(MorettaError):
    """It has more bytes than S3 takes in one file."""


class ExportFile:
    """The file of one export. ``alive`` is asked before each part, and raises if nothing may be written."""

    def __init__(
        self, export: Export, archive: Archive, alive: Callable[[], None], small: int = SMALL
    ) -> None:
        self._ref, self._key, self._archive, self._alive = export.ref, export.key, archive, alive
        self._moment, self._small = export.requested_at, small
        self.written = export.progress.written
        self._directory = bytearray()
        chunks = self.written.chunks
        self._buffer = bytearray(archive.fetch(self._beside("tail", chunks)) if chunks else b"")

    def add(self, name: str, data: bytes) -> None:
        """Put a file in."""
        added = piece(name, data, self.written.size, self._moment)
        self._directory += added.entry
        self._append(added.data)
        self.written = replace(self.written, entries=self.written.entries + 1)

    def rest(self) -> Written:
        """Put what is no part yet beside the file; how much of it is safe once that is stored.

        Nothing that an earlier progress leads to is overwritten.
        """
        self._alive()
        chunks = self.written.chunks
        self._archive.stash(self._beside("directory", chunks), bytes(self._directory))
        self._archive.stash(self._beside("tail", chunks + 1), bytes(self._buffer))
        self._directory.clear()
        self.written = replace(self.written, chunks=chunks + 1)
        return self.written

    def finish(self) -> None:
        """Write the directory, and make the file of its parts."""
        start, entries = self.written.size, self.written.entries
        for number in range(self.written.chunks):
            self._append(self._archive.fetch(self._beside("directory", number)))
        self._append(bytes(self._directory))
        self._append(ending(entries, start, self.written.size - start))
        self._send(bytes(self._buffer))
        self._archive.finish(self._key, self.written.upload, self.written.parts)

    def _append(self, data: bytes) -> None:
        self._buffer += data
        self.written = replace(self.written, size=self.written.size + len(data))
        while len(self._buffer) >= (size := self._part_size()):
            self._send(bytes(self._buffer[:size]))
            del self._buffer[:size]

    def _part_size(self) -> int:
        return self._small if self.written.parts < SMALL_PARTS else LARGE

    def _send(self, data: bytes) -> None:
        number = self.written.parts + 1
        if number > MOST_PARTS:
            raise TooLargeToExport
        self._alive()
        self._archive.part(self._key, self.written.upload, number, data)
        self.written = replace(self.written, parts=number)

    def _beside(self, name: str, number: int) -> ObjectKey:
        return ObjectKey(self._ref, f"{name}-{number:06}")
