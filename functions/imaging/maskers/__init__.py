"""Maskers cover places. One file each, one frozen class; ``pipeline`` names them.

A masker has a second method beside painting, because only it knows what its cover looks like.
"""

from typing import Protocol

from PIL import Image

from functions.imaging.boxes import PixelBox


class Masker(Protocol):
    """Covers one place of a picture, and recognises its cover after encoding."""

    def paint(self, picture: Image.Image, where: PixelBox) -> None:
        """Cover ``where`` of an RGB or RGBA ``picture``, in place, opaque, and nothing else."""

    def holds(self, picture: Image.Image, where: PixelBox, *, lossless: bool) -> bool:
        """Whether ``where`` is still covered in a ``picture`` that went through an encoder."""
