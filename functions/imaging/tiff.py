"""A look at the first page of a TIFF (TIFF 6.0, section 2). Decodes nothing."""

from typing import Final, Literal

from functions.imaging.parts import take

_KIND, _DNG_VERSION = 0x00FE, 0xC612
_ENTRY: Final = 12


def has_more_pages(data: bytes) -> bool:
    """Whether another page follows the first. Raises `CutError`.

    Pillow counts pages by walking through all of them; a small file may hold a million.
    """
    view, order = memoryview(data), _order(data)
    at = int.from_bytes(take(view, 4, 4), order)
    entries = int.from_bytes(take(view, at, 2), order)
    return any(take(view, at + 2 + entries * _ENTRY, 4))


def is_raw(data: bytes) -> bool:
    """Whether the first page is but a small copy of a camera's raw picture, which stands elsewhere.

    Raises `CutError`. Sources: TIFF 6.0, NewSubfileType bit 0; the DNG specification, DNGVersion.
    """
    view, order = memoryview(data), _order(data)
    at = int.from_bytes(take(view, 4, 4), order)
    for index in range(int.from_bytes(take(view, at, 2), order)):
        entry = take(view, at + 2 + index * _ENTRY, _ENTRY)
        tag = int.from_bytes(entry[:2], order)
        if tag == _DNG_VERSION or (tag == _KIND and int.from_bytes(entry[8:12], order) & 1):
            return True
    return False


def _order(data: bytes) -> Literal["little", "big"]:
    return "little" if data[:1] == b"I" else "big"
