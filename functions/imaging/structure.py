"""Judges a result by an allow-list: only parts that carry pixels, in their order, and nothing behind them.

No tool that looks *for* metadata knows every slot, so what may stand is listed, not what may not (promise 2).
"""

import re
from collections.abc import Sequence
from typing import Final

from functions.imaging.containers import PARTS, WEBP_FRAME_HEAD, riff_parts
from functions.imaging.parts import CutError, MalformedError, Part

# The names of the parts of a file in a row; each has four characters. Behind the first frame of a PNG that
# moves, and after the control chunk of a WebP that does, come the others.
_ORDER: Final = {
    "JPEG": re.compile(r"FFD8(FFE0)?(FFEE)?(FFDB){1,4}FFC0(FFC4){1,8}(FFDD)?FFDAFFD9"),
    "PNG": re.compile(r"IHDR(PLTE)?(tRNS)?((IDAT)+|acTLfcTL(IDAT)+(fcTL(fdAT)+)*)IEND"),
    "WEBP": re.compile(r"VP8 |VP8L|VP8X(ALPH)?VP8 |VP8XVP8L|VP8XANIM(ANMF)+"),
    "GIF": re.compile(r"HEAD(X0FF)?((X0F9)?IMAG)+TAIL"),
}
# The bodies of parts that could otherwise hold a text, a thumbnail or flags for more.
_FORMS: Final = {
    "FFE0": re.compile(rb"JFIF\x00.{7}\x00\x00", re.DOTALL),  # no thumbnail
    "FFEE": re.compile(rb"Adobe.{7}", re.DOTALL),
    "FFDB": re.compile(rb"([\x00-\x03].{64}){1,4}", re.DOTALL),
    "FFC4": re.compile(rb"[\x00-\x03\x10-\x13].{16,178}", re.DOTALL),
    "acTL": re.compile(rb".{8}", re.DOTALL),
    "fcTL": re.compile(rb".{26}", re.DOTALL),
    "IEND": re.compile(rb""),
    "VP8X": re.compile(rb"[\x00\x02\x10\x12]\x00{3}.{6}", re.DOTALL),  # no flags but alpha and animation
    "ANIM": re.compile(rb".{6}", re.DOTALL),
    "X0FF": re.compile(rb"\x21\xff\x0bNETSCAPE2\.0\x03\x01..\x00", re.DOTALL),  # how often it is repeated
    "X0F9": re.compile(rb"\x21\xf9\x04.{4}\x00", re.DOTALL),
}
_FRAME: Final = re.compile(r"(ALPH)?VP8 |VP8L")


def is_clean(data: bytes, name: str) -> bool:
    """Whether ``data``, of format ``name``, has room for nothing but a picture."""
    try:
        parts = list(PARTS[name](data))
        return _in_order(_ORDER[name], parts, len(data)) and all(_is_plain(part) for part in parts)
    except (CutError, MalformedError):
        return False


def _in_order(order: re.Pattern[str], parts: Sequence[Part], end: int) -> bool:
    names = "".join(part.name for part in parts)
    return bool(order.fullmatch(names)) and parts[-1].end == end


def _is_plain(part: Part) -> bool:
    """Whether a part that may stand has a form that leaves nothing to hide in."""
    if part.name == "ANMF":
        pictures = list(riff_parts(part.body, WEBP_FRAME_HEAD))
        return _in_order(_FRAME, pictures, len(part.body))
    form = _FORMS.get(part.name)
    return form is None or bool(form.fullmatch(part.body))
