"""Writes pictures in the format that was asked for, and nothing beside their pixels."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from PIL import Image

from functions.imaging.containers import webp_pictures
from functions.imaging.parts import CutError, MalformedError
from functions.imaging.timing import Timing
from functions.imaging.weaving import WEAVERS

QUALITY = 90
_MOST_COLOURS: Final = 256
_SEEN_FROM: Final = 128


def is_lossless(name: str, source: str, original: bytes) -> bool:
    """Whether pixels come back exactly from a file of format ``name``.

    A WebP is written without loss if ``original`` is one (``source``) that was.
    """
    if name != "WEBP" or source != "WEBP":
        return name == "PNG"
    try:
        return {part.name for part in webp_pictures(original)} == {"VP8L"}
    except (CutError, MalformedError):
        return False


def encode_frames(
    frames: Sequence[Image.Image], timing: Timing | None, name: str, *, lossless: bool
) -> bytes:
    """``frames`` (of one size and mode) as one file; more than one are an animation with ``timing``."""
    stills = [encode_picture(frame, name, lossless=lossless) for frame in frames]
    return WEAVERS[name](stills, timing) if timing else stills[0]


def encode_picture(picture: Image.Image, name: str, *, lossless: bool) -> bytes:
    """``picture`` (RGB, or RGBA if not for JPEG) as JPEG at quality 90 with 4:2:0, PNG, WebP or GIF.

    No EXIF, ICC, XMP or comment is ever passed. ``optimize`` and ``progressive`` cost 3 and 7 times the
    encoding for one per cent of the bytes. A GIF has 256 colours, and a pixel is there or not.
    """
    file = BytesIO()
    match name:
        case "JPEG":
            picture.save(file, "JPEG", quality=QUALITY, subsampling="4:2:0")
        case "WEBP":
            picture.save(file, "WEBP", quality=QUALITY, lossless=lossless)
        case "PNG":
            picture.save(file, "PNG")
        case "GIF":
            _in_few_colours(picture).save(file, "GIF", optimize=False, interlace=0)
        case _:
            raise ValueError("no encoder for this format")
    return file.getvalue()


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Mode P. Up to 256 colours stay exactly what they are; more are merged, without dithering.

    Dots of dithering in a covered region could not be told from something that shines through.
    """
    clear = picture.mode == "RGBA" and any(picture.getchannel("A").histogram()[:_SEEN_FROM])
    colours = picture.convert("RGB").quantize(
        _MOST_COLOURS - clear, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    if clear:
        seen = picture.getchannel("A").point(lambda alpha: 255 if alpha >= _SEEN_FROM else 0)
        nothing = _MOST_COLOURS - 1
        colours.paste(nothing, mask=seen.point(lambda alpha: 255 - alpha))
        colours.info["transparency"] = nothing
    return colours
