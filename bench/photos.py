"""Photos of any size to measure with, made from one that everybody may use."""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

ROOT: Final = Path(__file__).parents[1]
BUILD: Final = ROOT / "build"
MODELS: Final = BUILD / "models"
RESULTS: Final = BUILD / "bench"
QUALITY: Final = 90
NOISE: Final = 8


def photo(megapixels: float) -> bytes:
    """A JPEG of four by three, ``megapixels`` million pixels: an astronaut (NASA, public domain), mirrored.

    The noise of a camera's sensor is added, as much as gives 0.35 bytes to a pixel: without it an enlarged
    picture is so smooth that coding it costs a third less than a photo does.
    """
    width = round((megapixels * 4 / 3 * 1e6) ** 0.5)
    height = round(width * 3 / 4)
    with Image.open(BUILD / "photos" / "astronaut.png") as opened:
        portrait = opened.convert("RGB").resize((height, height), Image.Resampling.BICUBIC)
    canvas = Image.new("RGB", (width, height))
    canvas.paste(portrait.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width - height, 0))
    canvas.paste(portrait.crop((0, 0, width // 2, height)), (0, 0))
    noisy = _with_noise(canvas)
    file = BytesIO()
    noisy.save(file, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return file.getvalue()


def _with_noise(canvas: Image.Image) -> Image.Image:
    chance = np.random.default_rng(1)
    tile = 512
    for top in range(0, canvas.height, tile):
        for left in range(0, canvas.width, tile):
            box = left, top, min(canvas.width, left + tile), min(canvas.height, top + tile)
            part = np.asarray(canvas.crop(box), dtype=np.float32)
            part = part + chance.normal(0, NOISE, part.shape[:2]).astype(np.float32)[:, :, None]
            canvas.paste(Image.fromarray(part.clip(0, 255).astype(np.uint8)), box[:2])
    return canvas


def floor(data: bytes) -> bytes:
    """The least that any masker in pixels must do: open, decode, encode at quality 90 with 4:2:0."""
    file = BytesIO()
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        picture.save(file, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return file.getvalue()
