"""What the walks through files have in common: a part, and what can be wrong with it."""

from typing import NamedTuple


class Part(NamedTuple):
    """One segment, chunk or box: ``name`` by its standard, ``body`` without frame, ``end`` in the file."""

    name: str
    body: memoryview
    end: int


class CutError(Exception):
    """The file ends before its own structure says that it ends."""


class MalformedError(Exception):
    """The structure is none that the standard knows."""


def take(view: memoryview, at: int, length: int) -> memoryview:
    """``length`` bytes from ``at`` on. Raises `CutError` if the file ends before."""
    if at + length > len(view):
        raise CutError
    return view[at : at + length]
