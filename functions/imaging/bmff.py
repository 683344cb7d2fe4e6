"""A walk through the boxes of AVIF and HEIC (ISO/IEC 14496-12, 4.2). Decodes nothing."""

from collections.abc import Iterator

from functions.imaging.parts import MalformedError, Part, take


def bmff_parts(data: bytes) -> Iterator[Part]:
    """The boxes at the top of the file. Raises `CutError` or `MalformedError`."""
    view, at = memoryview(data), 0
    while at < len(view):
        head = take(view, at, 8)
        length, begin = int.from_bytes(head[:4], "big"), 8
        if length == 1:  # then a size of 64 bits follows
            length, begin = int.from_bytes(take(view, at + 8, 8), "big"), 16
        elif length == 0:  # up to the end
            length = len(view) - at
        if length < begin:
            raise MalformedError
        body = take(view, at, length)[begin:]
        at += length
        yield Part(bytes(head[4:]).decode("latin-1"), body, at)
