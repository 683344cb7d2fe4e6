"""Which picture formats there are. Content decides, never a name (magic numbers, first bytes)."""

import re
from typing import Final

from functions.core.errors import Refused
from functions.core.reasons import FORMAT_NOT_ALLOWED, NOT_AN_IMAGE, TOO_LARGE
from functions.imaging.containers import PNG_SIGNATURE

# What is written, and its content type.
CONTENT_TYPES: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
# What is read and not written becomes this. A TIFF is mostly lossless, so its pixels stay as they are.
INSTEAD: Final = {"TIFF": "PNG", "AVIF": "JPEG", "HEIF": "JPEG"}

_MAGIC: Final = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(re.escape(PNG_SIGNATURE)),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
    "TIFF": re.compile(rb"II\*\x00|MM\x00\*"),
}
# ISO/IEC 14496-12: the first box of a file names its brands; one of these says which codec is inside.
_FILE_TYPE: Final = re.compile(rb".{4}ftyp", re.DOTALL)
_BRANDS: Final = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIF", b"heix": "HEIF"}
_MOST_BRANDS: Final = 256
# Recognised by eye alone, to give a better reason; not one of these reaches a decoder.
_NOT_TAKEN: Final = re.compile(
    rb"BM.{4}\x00{4}|II\+\x00|MM\x00\+|\x00\x00\x01\x00|8BPS|.{4}ftyp(mif1|msf1|hev|hei|jxl|jp2)"
    rb"|\x00{3}\x0c(jP|JXL)|\xff\x4f\xff\x51|\xff\x0a",
    re.DOTALL,
)
# The longest side that a format can have, in pixels (libjpeg, libwebp, the GIF and PNG headers).
MOST_SIDE: Final = {"JPEG": 65_500, "WEBP": 16_383, "GIF": 65_535, "PNG": 2**31 - 1}


def sniff(data: bytes) -> str:
    """``JPEG``, ``PNG``, ``WEBP``, ``GIF``, ``TIFF``, ``AVIF`` or ``HEIF``.

    Raises `Refused` with ``format_not_allowed`` for another picture, ``not_an_image`` for all else.
    """
    for name, magic in _MAGIC.items():
        if magic.match(data):
            return name
    for brand in _brands(data):
        if brand in _BRANDS:
            return _BRANDS[brand]
    raise Refused(FORMAT_NOT_ALLOWED if _NOT_TAKEN.match(data) else NOT_AN_IMAGE)


def written_as(source: str, wish: str, size: tuple[int, int], *, moving: bool, clear: bool) -> str:
    """The format to write for a file of format ``source`` where the recipe's output says ``wish``.

    A JPEG holds neither frames (``moving``) nor transparency (``clear``): where nobody asked for one, WebP
    stands in for it, and PNG for what is too long in ``size``. Raises `Refused` with ``too_large`` if the
    format that was asked for cannot hold it.
    """
    if wish != "same":
        name = wish.upper()
        if max(size) > MOST_SIDE[name]:
            raise Refused(TOO_LARGE, f"{MOST_SIDE[name]:,} pixels on a side of a {name}")
        return name
    name = INSTEAD.get(source, source)
    name = "WEBP" if name == "JPEG" and (moving or clear) else name
    return name if max(size) <= MOST_SIDE[name] else "PNG"


def _brands(data: bytes) -> list[bytes]:
    """The major brand and the compatible ones; four bytes between them are a version."""
    if not _FILE_TYPE.match(data):
        return []
    end = min(int.from_bytes(data[:4], "big"), 8 + 4 * _MOST_BRANDS)
    return [data[8:12], *(data[at : at + 4] for at in range(16, end, 4))]
