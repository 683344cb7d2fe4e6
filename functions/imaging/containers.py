"""Walks through the parts of a file: JPEG segments, PNG chunks, WebP chunks, and so on. Decodes nothing.

Sources: ITU-T T.81 annex B (JPEG), the PNG specification (W3C), RFC 9649 (WebP).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from functions.imaging.bmff import bmff_parts
from functions.imaging.gif import gif_parts
from functions.imaging.parts import CutError, MalformedError, Part, take

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# Position, size, duration and flags of a WebP's frame stand before its picture.
WEBP_FRAME_HEAD: Final = 16
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
_MARKER_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def jpeg_parts(data: bytes) -> Iterator[Part]:
    """Segments from SOI to EOI, named ``FFD8`` and so on; entropy-coded data is skipped.

    Raises `CutError` or `MalformedError`. What stands behind EOI is not looked at.
    """
    view, at = memoryview(data), 0
    while True:
        mark = take(view, at, 2)
        if mark[0] != 0xFF or mark[1] in {0x00, 0xFF}:
            raise MalformedError
        at += 2
        length = 0 if mark[1] in {SOI, EOI} else int.from_bytes(take(view, at, 2), "big")
        if length == 1:
            raise MalformedError
        body = take(view, at, length)[2:]
        at += length
        yield Part(bytes(mark).hex().upper(), body, at)
        if mark[1] == EOI:
            return
        if mark[1] == SOS:
            found = _MARKER_AFTER_SCAN.search(data, at)
            if found is None:
                raise CutError
            at = found.start()


def png_parts(data: bytes) -> Iterator[Part]:
    """Chunks up to IEND. Raises `CutError` or `MalformedError`; checksums are left to the decoder."""
    view, at = memoryview(data), len(PNG_SIGNATURE)
    if bytes(view[:at]) != PNG_SIGNATURE:
        raise MalformedError
    while True:
        length = int.from_bytes(take(view, at, 4), "big")
        name = bytes(take(view, at + 4, 4))
        body = take(view, at + 8, length)
        take(view, at + 8 + length, 4)
        at += 12 + length
        yield Part(name.decode("latin-1"), body, at)
        if name == b"IEND":
            return


def webp_parts(data: bytes) -> Iterator[Part]:
    """Chunks inside the RIFF frame. Raises `CutError` or `MalformedError`."""
    view = memoryview(data)
    if bytes(view[:4]) != b"RIFF" or bytes(view[8:12]) != b"WEBP":
        raise MalformedError
    yield from riff_parts(take(view, 0, 8 + int.from_bytes(view[4:8], "little")), 12)


def riff_parts(view: memoryview, at: int) -> Iterator[Part]:
    """Chunks from ``at`` to the end of ``view``. Raises `CutError`."""
    while at < len(view):
        name = bytes(take(view, at, 4))
        length = int.from_bytes(take(view, at + 4, 4), "little")
        body = take(view, at + 8, length)
        at += 8 + length + length % 2
        yield Part(name.decode("latin-1"), body, min(at, len(view)))


def webp_pictures(data: bytes) -> Iterator[Part]:
    """The chunks ``VP8 `` and ``VP8L`` of all frames. Raises `CutError` or `MalformedError`."""
    for part in webp_parts(data):
        inner = riff_parts(part.body, WEBP_FRAME_HEAD) if part.name == "ANMF" else (part,)
        yield from (each for each in inner if each.name in {"VP8 ", "VP8L"})


PARTS: Final[dict[str, Callable[[bytes], Iterator[Part]]]] = {
    "JPEG": jpeg_parts,
    "PNG": png_parts,
    "WEBP": webp_parts,
    "GIF": gif_parts,
    "AVIF": bmff_parts,
    "HEIF": bmff_parts,
}


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels by the first chunk. Raises `CutError` or `MalformedError`.

    Pillow allocates the canvas of a WebP while it opens it, so its size must be known before that.
    """
    first = next(webp_parts(data), None)
    body = bytes(first.body[:10]) if first else b""
    if first is None or len(body) < (5 if first.name == "VP8L" else 10):
        raise MalformedError
    if first.name == "VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if first.name == "VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if first.name == "VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise MalformedError
