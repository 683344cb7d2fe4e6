"""Judges a result by an allow-list: only parts that carry pixels, in their order, and nothing behind them.

No tool that looks *for* metadata knows every slot, so what may stand is listed, not what may not (promise 2).
"""

import re
from typing import Final

from functions.imaging.containers import PARTS, CutError, MalformedError, Part

# The names of the parts of a file in a row; each has four characters.
_ORDER: Final = {
    "JPEG": re.compile(r"FFD8(FFE0)?(FFEE)?(FFDB){1,4}FFC0(FFC4){1,8}(FFDD)?FFDAFFD9"),
    "PNG": re.compile(r"IHDR(PLTE)?(tRNS)?(IDAT)+IEND"),
    "WEBP": re.compile(r"VP8 |VP8L|VP8X(ALPH)?VP8 |VP8XVP8L"),
}
# The bodies of parts that could otherwise hold a text, a thumbnail or flags for more.
_FORMS: Final = {
    "FFE0": re.compile(rb"JFIF\x00.{7}\x00\x00", re.DOTALL),  # no thumbnail
    "FFEE": re.compile(rb"Adobe.{7}", re.DOTALL),
    "FFDB": re.compile(rb"([\x00-\x03].{64}){1,4}", re.DOTALL),
    "FFC4": re.compile(rb"[\x00-\x03\x10-\x13].{16,178}", re.DOTALL),
    "IEND": re.compile(rb""),
    "VP8X": re.compile(rb"[\x00\x10]\x00{3}.{6}", re.DOTALL),  # no flag but alpha
}


def is_clean(data: bytes, name: str) -> bool:
    """Whether ``data``, of format ``name``, has room for nothing but a picture."""
    try:
        parts = list(PARTS[name](data))
    except (CutError, MalformedError):
        return False
    in_order = _ORDER[name].fullmatch("".join(part.name for part in parts))
    return bool(in_order) and parts[-1].end == len(data) and all(_is_plain(part) for part in parts)


def _is_plain(part: Part) -> bool:
    """Whether a part that may stand has a form that leaves nothing to hide in."""
    form = _FORMS.get(part.name)
    return form is None or bool(form.fullmatch(part.body))
