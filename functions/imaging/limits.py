"""What one file may cost. Standard library alone, so that a stage can hold these numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that are judged on a file's header, before a pixel is decoded (promise 13).

    ``pixels`` is width × height × frames: a small animation may unfold to gigabytes. A pixel takes up to 16
    bytes at the widest point: the decoder's canvas (WebP keeps two), Pillow's picture and its rebuilt copy.
    ``frames`` bounds the time, because each frame is looked at on its own.
    """

    pixels: int = 50_000_000
    frames: int = 100
