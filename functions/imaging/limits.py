"""What one picture may cost. Standard library alone, so that a stage can hold these numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that are judged on a file's header, before a pixel is decoded (promise 13).

    ``pixels`` is width × height. A pixel takes up to 16 bytes at the widest point: the decoder's canvas
    (WebP keeps two), Pillow's picture and its rebuilt copy.
    """

    pixels: int = 50_000_000
