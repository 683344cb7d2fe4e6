"""Pictures, files and fakes that the tests of the imaging package make for themselves."""

import struct
import zlib
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from functions.core.hide import Hide
from functions.core.masked import Masked
from functions.core.recipe import Look, Output, Recipe
from functions.core.region import Box
from functions.imaging import formats
from functions.imaging.boxes import pixels
from functions.imaging.detectors import Found
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.pipeline import MASKERS, Pipeline
from functions.imaging.upright import upright

ROOT = Path(__file__).parents[3]
FACES = Recipe({"face": Hide()})
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
FILL = (64, 64, 64)
FAINT = 0.2  # a hint: half as sure as the band of faces asks for, and not wholly
FORMATS = {kind: name for name, kind in formats.CONTENT_TYPES.items()}
CANARY = b"KANARIENVOGEL"
EXIF_TURN = 0x0112


# What a camera held that way stores: the inverse of what a viewer has to do (EXIF 2.32, tag 0x0112).
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@dataclass
class Script:
    """A detector that answers each look with the next of its lines, and with the last one ever after."""

    lines: list[tuple[Box | Found, ...]]
    looks: list[tuple[int, int]] = field(default_factory=list)

    def find(self, picture: Image.Image, _look: Look) -> tuple[Found, ...]:
        line = self.lines[min(len(self.looks), len(self.lines) - 1)]
        self.looks.append(picture.size)
        return tuple(seen if isinstance(seen, Found) else Found(0.9, seen) for seen in line)


def scripted(*lines: tuple[Box | Found, ...], pixels: int = 4_000_000) -> Pipeline:
    """The real pipeline with a detector that sees what the test says."""
    return Pipeline(Limits(pixels), {"face": Script(list(lines) or [()])}, MASKERS)


def mask(pipeline: Pipeline, data: bytes, wish: str = "same") -> Masked:
    """Mask ``data`` by the default recipe, with ``wish`` as its output."""
    return pipeline.mask(data, replace(FACES, output=Output(wish)))


def saved(picture: Image.Image, name: str, **options: Any) -> bytes:
    """``picture`` as a file."""
    file = BytesIO()
    picture.save(file, name, **options)
    return file.getvalue()


def shown(data: bytes) -> Image.Image:
    """The decoded file."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def noise(width: int = 96, height: int = 64, channels: int = 3, seed: int = 1) -> Image.Image:
    """Random pixels: whatever is left of them is told from everything else."""
    shape = (height, width, channels) if channels > 1 else (height, width)
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8))


def smooth(width: int = 96, height: int = 64) -> Image.Image:
    """A colourful slope without symmetry, which codecs hardly change."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack((x, y, 255 - x), axis=-1).astype(np.uint8))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of two pictures of one size, 0..255."""
    assert one.size == other.size
    a, b = (np.asarray(picture.convert("RGBA"), dtype=np.int16) for picture in (one, other))
    return float(np.abs(a - b).mean())


def inside(masked: Masked) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """True for each pixel that some region says it covers."""
    covered = np.zeros((masked.height, masked.width), dtype=bool)
    for region in masked.regions:
        left, top, right, bottom = pixels(region.covered, (masked.width, masked.height))
        covered[top:bottom, left:right] = True
    return covered


def chunk(name: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """``png`` with ``chunks`` behind its IHDR."""
    return png[:33] + b"".join(chunks) + png[33:]


def with_segments(jpeg: bytes, *segments: tuple[int, bytes]) -> bytes:
    """``jpeg`` with segments (marker, body) behind its SOI."""
    made = (bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body for mark, body in segments)
    return jpeg[:2] + b"".join(made) + jpeg[2:]


def with_riff(webp: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """``webp`` with chunks (name, body) at its end, inside the RIFF frame."""
    made = b"".join(n + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for n, b in chunks)
    return b"RIFF" + struct.pack("<I", len(webp) - 8 + len(made)) + webp[8:] + made


def stored(picture: Image.Image, turn: int) -> Image.Image:
    """``picture`` as a camera stores it that was held the way orientation ``turn`` says."""
    method = STORED[turn]
    return picture.transpose(method) if method is not None else picture


def decoded(data: bytes, limits: Limits | None = None) -> Image.Image:
    """The only frame of a file, opened as a stranger's is, and upright."""
    (frame,) = open_picture(data, limits or Limits()).decoded()
    return upright(frame)
