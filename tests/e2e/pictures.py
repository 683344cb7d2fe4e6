"""Photos and files that the tests upload."""

import struct
import zlib
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.e2e.world import CANARY

Pixels = npt.NDArray[np.int16]


def jpeg(picture: Image.Image, **options: object) -> bytes:
    """A picture as a JPEG file."""
    return saved(picture, "JPEG", quality=90, **options)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def pixels(data: bytes) -> Pixels:
    """The decoded RGB pixels of a file: height × width × 3."""
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"), dtype=np.int16)


def plain(side: int = 64, colour: tuple[int, int, int] = (40, 90, 160)) -> Image.Image:
    """A picture on which there is nothing to find."""
    return Image.new("RGB", (side, side), colour)


def with_metadata(photo: Image.Image) -> bytes:
    """The photo as a JPEG whose EXIF, XMP, comment and trailing bytes all hold the canary."""
    exif = Image.Exif()
    exif[0x010E] = CANARY  # ImageDescription
    exif[0x013B] = CANARY  # Artist
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + CANARY.encode()  # UserComment
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    data = jpeg(photo, exif=exif, xmp=xmp, comment=CANARY.encode())
    assert data.count(CANARY.encode()) == 5
    return data + CANARY.encode()


def laborious() -> bytes:
    """A PNG of 6 MB within every limit, whose 49 million random dots take a masker several seconds."""
    dots = np.random.default_rng(1).integers(0, 256, 7000 * 7000 // 8, dtype=np.uint8).tobytes()
    return saved(Image.frombytes("1", (7000, 7000), dots), "PNG", compress_level=1)


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes whose header declares ``side`` × ``side`` pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    scanlines = zlib.compress(bytes(100_000), 9)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", scanlines) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks
