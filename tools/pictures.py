"""Looking at pictures: the demo's photo, what a file carries beside the picture, and how far two differ."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageOps

FORMATS: Final = ["JPEG", "PNG", "WEBP"]


def default_photo(source: Path) -> bytes:
    """A portrait of Eileen Collins (NASA, public domain) as a phone would store it, with EXIF."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "A phone", "Somebody's name"  # Make, Artist
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 34.0, 24.0), 3: "W", 4: (80.0, 39.0, 3.0)})  # GPS
    buffer = io.BytesIO()
    with Image.open(source) as picture:
        picture.convert("RGB").save(buffer, "JPEG", quality=92, exif=exif, comment=b"taken by somebody")
    return buffer.getvalue()


def metadata_of(data: bytes) -> str:
    """What Pillow sees in a file beside the picture, as names; empty if nothing."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        picture.load()
        plain = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp"}
        names = sorted(str(name) for name in picture.info if name not in plain)
        gps = ["gps"] if picture.getexif().get_ifd(0x8825) else []
    return ", ".join(names + gps)


def side_by_side(before: Image.Image, after: Image.Image, height: int = 640) -> Image.Image:
    """Both pictures at one height, with a gap, the second as large as the first."""
    halves = [ImageOps.contain(picture.convert("RGB"), (height * 3, height)) for picture in (before, after)]
    width = sum(half.width for half in halves) + 16
    both = Image.new("RGB", (width, height), "white")
    both.paste(halves[0], (0, 0))
    both.paste(halves[1], (halves[0].width + 16, 0))
    return both


def difference_outside(before: bytes, after: bytes, covered: Sequence[Mapping[str, float]]) -> float:
    """The mean absolute difference of two pictures (0..255), leaving out the covered boxes."""
    first, second = (_upright(data) for data in (before, after))
    ignored = Image.new("1", first.size, 0)
    draw = ImageDraw.Draw(ignored)
    width, height = first.size
    for box in covered:
        left, top = box["left"] * width, box["top"] * height
        draw.rectangle(
            (left - 8, top - 8, left + box["width"] * width + 8, top + box["height"] * height + 8), 1
        )
    outside = ~np.asarray(ignored)
    gap = np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16))
    return float(gap[outside].mean()) if outside.any() else 0.0


def _upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")
