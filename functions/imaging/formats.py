"""Which picture formats there are. Content decides, never a name (magic numbers, first bytes)."""

import re
from typing import Final

from functions.core.errors import Refused
from functions.imaging.containers import PNG_SIGNATURE

CONTENT_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

_TAKEN: Final = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(re.escape(PNG_SIGNATURE)),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
# Recognised by eye alone, to give a better reason; not one of these reaches a decoder.
_NOT_TAKEN: Final = re.compile(
    rb"GIF8[79]a|BM.{4}\x00{4}|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+|\x00\x00\x01\x00|8BPS|.{4}ftyp"
    rb"|\x00{3}\x0cjP|\xff\x4f\xff\x51|\xff\x0a",
    re.DOTALL,
)


def sniff(data: bytes) -> str:
    """``JPEG``, ``PNG`` or ``WEBP``.

    Raises `Refused` with ``format_not_supported`` for another picture, ``not_an_image`` for all else.
    """
    for name, magic in _TAKEN.items():
        if magic.match(data):
            return name
    raise Refused("format_not_supported" if _NOT_TAKEN.match(data) else "not_an_image")
