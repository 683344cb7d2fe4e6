"""Opens a picture that a recipe itself carries: a stranger's bytes like any other."""

import base64
from typing import Final

from PIL import Image

from functions.core.errors import Refused
from functions.core.reasons import REPLACEMENT_UNREADABLE
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.upright import upright

# 16 KB can unfold to very much; nobody needs more behind a face or a subject.
LIMITS: Final = Limits(pixels=1_000_000, frames=1)


def open_own(encoded: str, ground: str) -> Image.Image:
    """The picture (RGB) in base64; where it is transparent, ``ground`` (``#rrggbb``) shows.

    Raises `Refused` with ``replacement_unreadable`` if it is none, or too large.
    """
    try:
        opened = open_picture(base64.b64decode(encoded), LIMITS)
        picture = upright(next(opened.decoded()))
    except Refused as refused:
        raise Refused(REPLACEMENT_UNREADABLE) from refused
    whole = Image.new("RGB", picture.size, ground)
    whole.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return whole
