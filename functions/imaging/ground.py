"""What stands behind a picture with transparency, and how the frames of one file come to one mode."""

from collections.abc import Sequence
from typing import Final

from PIL import Image

from functions.core.errors import Refused
from functions.core.reasons import DECODE_FAILED

# What shines through where a format without transparency is asked for.
GROUND: Final = (255, 255, 255)


def in_one_mode(pictures: Sequence[Image.Image]) -> list[Image.Image]:
    """All with transparency if one of them has it. Raises `Refused` if they differ in size."""
    if len({picture.size for picture in pictures}) > 1:
        raise Refused(DECODE_FAILED)
    if not any(picture.mode == "RGBA" for picture in pictures):
        return list(pictures)
    return [picture if picture.mode == "RGBA" else picture.convert("RGBA") for picture in pictures]


def on_ground(picture: Image.Image) -> Image.Image:
    """``picture`` in mode RGB, over white where one looks through it."""
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, GROUND)
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
