"""Maskers cover places. One file each, one frozen class, one method; ``pipeline`` names them."""

from collections.abc import Callable
from typing import Protocol

from PIL import Image

from functions.core.hide import Hide
from functions.imaging.covers import Cover


class Masker(Protocol):
    """Makes what is to be seen instead of one place."""

    def patch(self, crop: Image.Image, cover: Cover) -> Image.Image:
        """An RGB picture of the size of ``crop``, which is what the picture shows at ``cover.where``.

        The step `Mask` pastes it where ``cover.mask()`` says, opaque: nothing outside changes and nothing
        inside shines through, whatever a masker does.
        """


# Makes a masker for one recipe, of its parameters.
MakeMasker = Callable[[Hide], Masker]
