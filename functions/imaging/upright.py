"""Stands a picture upright, in sRGB, on a fresh canvas: pixels come along and nothing else (promise 2)."""

import warnings
from io import BytesIO
from typing import Final

import numpy as np
from PIL import ExifTags, Image, ImageCms

from functions.core.errors import Refused
from functions.core.reasons import FORMAT_NOT_ALLOWED

# EXIF 2.32, tag 0x0112: what has to be done so that the picture stands as it was seen
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PROFILE_SPACES: Final = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_DEEP_GREY: Final = {"I;16", "I;16B", "I;16L"}
# What a picture without transparency may come in, as it is or made RGB by Pillow itself.
_OPAQUE: Final = {"RGB", "L", "CMYK", "LAB"}
_OTHERS: Final = {"1", "L", "P", "RGB", "RGBA", "PA", "RGBX", "YCbCr"}


def upright(opened: Image.Image) -> Image.Image:
    """A new picture in mode RGB, or RGBA if ``opened`` has transparency, standing as a viewer shows it.

    Nothing of ``info`` survives, nor does colour under alpha 0. Pillow turns a TIFF itself, and libheif a
    HEIC, and both take the tag away. Raises `Refused` for a mode that is for measuring and not for showing:
    whole numbers of 32 bits, floating point.
    """
    turn = _TURNS.get(_orientation(opened))
    base, alpha = _split(opened)
    colours = _to_srgb(base, opened.info.get("icc_profile"), in_place=_is_a_still(opened))
    if turn is not None:
        colours = colours.transpose(turn)
        alpha = alpha.transpose(turn) if alpha else None
    if alpha is None:
        return _bare(colours if colours is not opened or _is_a_still(opened) else opened.copy())
    canvas = Image.new("RGB", colours.size)
    canvas.paste(colours, mask=alpha.point(_visible))
    canvas.putalpha(alpha)
    return canvas


def _bare(picture: Image.Image) -> Image.Image:
    """``picture`` itself, with nothing beside its pixels: a copy costs a quarter of decoding it."""
    picture.info = {}
    return picture


def _is_a_still(opened: Image.Image) -> bool:
    """Whether no other frame will be decoded into the same pixels: a JPEG has but one."""
    return opened.format == "JPEG"


def _visible(value: int) -> int:
    return 255 if value else 0


def _orientation(opened: Image.Image) -> int:
    """1..8 from EXIF, else XMP; 1 if there is none or it cannot be read, as in every viewer."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = opened.getexif().get(ExifTags.Base.Orientation, 1)
    except MemoryError:
        raise
    except Exception:  # a stranger's bytes in a parser: anything may be raised
        return 1
    return value if isinstance(value, int) else 1


def _split(opened: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colours in mode L, RGB, CMYK or LAB, and the alpha channel if the picture has one."""
    if opened.mode in _DEEP_GREY:
        return _split_deep(opened)
    if opened.mode in _OPAQUE and not opened.has_transparency_data:
        return opened, None
    if opened.mode in {"LA", "La"}:
        grey = opened.convert("LA")
        return grey.getchannel("L"), grey.getchannel("A")
    if opened.mode in _OTHERS:
        rgba = opened.convert("RGBA")
        alpha = rgba.getchannel("A") if opened.has_transparency_data else None
        return rgba.convert("RGB"), alpha
    raise Refused(FORMAT_NOT_ALLOWED)


def _split_deep(opened: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """16-bit grey scaled to 8 bit: Pillow's own conversion would clip all above 255 to white."""
    values = np.asarray(opened)
    grey = Image.fromarray((np.clip(values, 0, 0xFFFF) >> 8).astype(np.uint8))
    clear = opened.info.get("transparency")
    if not isinstance(clear, int):
        return grey, None
    return grey, Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8))


def _to_srgb(base: Image.Image, icc: bytes | None, *, in_place: bool) -> Image.Image:
    """``base`` in RGB as the profile means it; a profile that is broken or of another space is ignored.

    With ``in_place`` what is RGB already is itself converted: a second canvas of 50 megapixels is 200 MB.
    """
    if base.mode == "LAB":  # absolute colours: Pillow converts them by profiles alone
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(base, lab, srgb, outputMode="RGB") or base.convert("RGB")
    converted = _by_profile(base, icc, in_place=in_place and base.mode == "RGB") if icc else None
    if converted is not None:
        return converted
    return base if base.mode == "RGB" else base.convert("RGB")


def _by_profile(base: Image.Image, icc: bytes, *, in_place: bool) -> Image.Image | None:
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        if profile.profile.xcolor_space.strip() != _PROFILE_SPACES[base.mode]:
            return None
        if "sRGB" in (profile.profile.profile_description or ""):
            return None  # most photos: nothing to convert
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(base, profile, srgb, outputMode="RGB", inPlace=in_place)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return base if in_place else made
