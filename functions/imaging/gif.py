"""A walk through the blocks of a GIF (GIF89a specification, CompuServe 1990). Decodes nothing."""

from collections.abc import Iterator
from typing import Final

from functions.imaging.parts import CutError, MalformedError, Part, take

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_SCREEN_END: Final = 13
# An extension is cut into blocks of up to 255 bytes, and a loader joins them one by one. A comment of a
# million empty ones would cost minutes.
MOST_EXTENSION_BLOCKS: Final = 10_000


def gif_parts(data: bytes) -> Iterator[Part]:
    """``HEAD`` with header, screen and colours; images ``IMAG``; extensions ``X0F9`` and so on; ``TAIL``.

    A body is all of its part, frame and blocks included. Raises `CutError` or `MalformedError`.
    """
    view, blocks = memoryview(data), 0
    screen = take(view, 0, _SCREEN_END)
    at = _SCREEN_END + _colours(screen[10])
    yield Part("HEAD", take(view, 0, at), at)
    while True:
        begin, kind = at, take(view, at, 1)[0]
        if kind == _TRAILER:
            yield Part("TAIL", view[begin : begin + 1], begin + 1)
            return
        if kind == _IMAGE:
            at += 10
            at += _colours(take(view, begin, 10)[9]) + 1
            at, _ = _skipped(data, at)
            yield Part("IMAG", view[begin:at], at)
        elif kind == _EXTENSION:
            label = take(view, at + 1, 1)[0]
            at, more = _skipped(data, at + 2)
            blocks += more
            if blocks > MOST_EXTENSION_BLOCKS:
                raise MalformedError
            yield Part(f"X{label:03X}", view[begin:at], at)
        else:
            raise MalformedError


def gif_size(head: Part) -> tuple[int, int]:
    """Width and height of the screen in pixels."""
    return int.from_bytes(head.body[6:8], "little"), int.from_bytes(head.body[8:10], "little")


def image_edges(image: Part) -> tuple[int, int]:
    """Where an image ends on the screen: its right and its bottom edge in pixels."""
    left, top, width, height = (int.from_bytes(image.body[at : at + 2], "little") for at in (1, 3, 5, 7))
    return left + width, top + height


def _colours(flags: int) -> int:
    """How many bytes the table of colours takes that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skipped(data: bytes, at: int) -> tuple[int, int]:
    """Where the blocks that begin at ``at`` end, and how many there are."""
    count = 0
    try:
        while length := data[at]:
            at += 1 + length
            count += 1
    except IndexError as error:
        raise CutError from error
    return at + 1, count
