"""Pieces of a picture that is too large to be looked at in one go."""

from collections.abc import Iterator


def tiles(size: tuple[int, int], most: int, overlap: int) -> Iterator[tuple[int, int, int, int]]:
    """Boxes (left, top, right, bottom) of at most ``most`` × ``most`` pixels that cover ``size``.

    They are alike in size, and neighbours share ``overlap`` pixels at least, so that a thing of that size
    lies wholly in one of them.
    """
    for top, bottom in _spans(size[1], most, overlap):
        for left, right in _spans(size[0], most, overlap):
            yield left, top, right, bottom


def _spans(length: int, most: int, overlap: int) -> Iterator[tuple[int, int]]:
    count = 1 if length <= most else -(-(length - overlap) // (most - overlap))
    span = -(-(length + (count - 1) * overlap) // count)
    for index in range(count):
        start = index * (span - overlap)
        yield start, min(length, start + span)
