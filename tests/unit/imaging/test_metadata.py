"""A canary sits in every slot of a file that can hold more than pixels (promise 2)."""

import struct
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from functions.core.region import Box
from functions.imaging.structure import is_clean

from .making import (
    CANARY,
    chunk,
    mask,
    noise,
    saved,
    scripted,
    smooth,
    with_chunks,
    with_riff,
    with_segments,
)

FACE = Box(0.4, 0.4, 0.2, 0.2)


def exif() -> bytes:
    made = Image.Exif()
    made[0x010E] = CANARY.decode()
    made.get_ifd(0x8825)[29] = CANARY.decode()
    made.get_ifd(0x8769)[0x927C] = CANARY * 3
    return made.tobytes()


def exif_with_thumbnail() -> bytes:
    head = b"Exif\0\0MM\0*" + struct.pack(">IHI", 8, 0, 14)
    thumbnail = with_segments(saved(noise(16, 16), "JPEG"), (0xFE, CANARY))
    tags = struct.pack(">HHHIIHHIII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(thumbnail), 0)
    return head + tags + thumbnail


def icc() -> bytes:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made.replace(
        "sRGB built-in".encode("utf-16-be"), (CANARY + b" " * 13).decode()[:13].encode("utf-16-be")
    )


def png_texts() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", CANARY.decode())
    texts.add_text("Zipped", CANARY.decode(), zip=True)
    texts.add_itxt("Title", CANARY.decode(), zip=True)
    return saved(smooth(), "PNG", pnginfo=texts)


def photoshop() -> bytes:
    record = b"\x1c\x02\x78" + struct.pack(">H", len(CANARY)) + CANARY
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0"


def with_extension(gif: bytes, label: int, head: bytes, text: bytes) -> bytes:
    """``gif`` with an extension behind its table of colours."""
    at = 13 + (3 << (gif[10] & 7) + 1)
    blocks = b"".join(bytes((len(block),)) + block for block in (head, text))
    return gif[:at] + bytes((0x21, label)) + blocks + b"\0" + gif[at:]


def tiff_tags() -> dict[int, str]:
    return dict.fromkeys((270, 305, 315, 33432), CANARY.decode())


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def jpeg() -> bytes:
    return saved(smooth(), "JPEG")


def png() -> bytes:
    return saved(smooth(), "PNG")


def webp() -> bytes:
    return saved(smooth(), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")


def second_picture() -> bytes:
    return with_segments(saved(noise(), "JPEG"), (0xFE, CANARY))


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
SLOTS = [
    ("JPEG", "EXIF, GPS and maker note", lambda: saved(smooth(), "JPEG", exif=exif())),
    ("JPEG", "EXIF thumbnail", lambda: saved(smooth(), "JPEG", exif=exif_with_thumbnail())),
    ("JPEG", "XMP", lambda: saved(smooth(), "JPEG", xmp=XMP)),
    ("JPEG", "IPTC", lambda: with_segments(jpeg(), (0xED, photoshop()))),
    ("JPEG", "ICC", lambda: saved(smooth(), "JPEG", icc_profile=icc() + CANARY)),
    ("JPEG", "comment", lambda: saved(smooth(), "JPEG", comment=CANARY)),
    ("JPEG", "C2PA", lambda: with_segments(jpeg(), (0xEB, b"JP\0\1\0\0\0\1" + CANARY))),
    ("JPEG", "unknown APP", lambda: with_segments(jpeg(), (0xE7, CANARY))),
    ("JPEG", "trailer", lambda: jpeg() + CANARY),
    ("JPEG", "second JPEG behind the first", lambda: jpeg() + second_picture()),
    ("JPEG", "MPO", lambda: saved(smooth(), "MPO", save_all=True, append_images=[noise()]) + CANARY),
    ("PNG", "tEXt, zTXt and iTXt", png_texts),
    ("PNG", "EXIF", lambda: saved(smooth(), "PNG", exif=exif())),
    ("PNG", "ICC", lambda: saved(smooth(), "PNG", icc_profile=icc() + CANARY)),
    ("PNG", "private chunk", lambda: with_chunks(png(), chunk(b"caNV", CANARY))),
    ("PNG", "trailer", lambda: png() + CANARY),
    ("WEBP", "EXIF", lambda: saved(smooth(), "WEBP", exif=exif())),
    ("WEBP", "XMP", lambda: saved(smooth(), "WEBP", xmp=XMP)),
    ("WEBP", "ICC", lambda: saved(smooth(), "WEBP", icc_profile=icc() + CANARY)),
    ("WEBP", "unknown chunk", lambda: with_riff(webp(), (b"CANV", CANARY))),
    ("WEBP", "trailer", lambda: webp() + CANARY),
    ("GIF", "comment", lambda: saved(smooth(), "GIF", comment=CANARY)),
    ("GIF", "application", lambda: with_extension(saved(smooth(), "GIF"), 0xFF, b"CANARYXMP..", CANARY)),
    ("GIF", "plain text", lambda: with_extension(saved(smooth(), "GIF"), 0x01, bytes(12), CANARY)),
    ("GIF", "trailer", lambda: saved(smooth(), "GIF") + CANARY),
    ("TIFF", "description, artist and software", lambda: saved(smooth(), "TIFF", tiffinfo=tiff_tags())),
    ("TIFF", "XMP and IPTC", lambda: saved(smooth(), "TIFF", tiffinfo={700: XMP, 33723: CANARY})),
    ("TIFF", "ICC", lambda: saved(smooth(), "TIFF", icc_profile=icc() + CANARY)),
    ("TIFF", "EXIF", lambda: saved(smooth(), "TIFF", exif=exif())),
    ("TIFF", "trailer", lambda: saved(smooth(), "TIFF") + CANARY),
    ("AVIF", "EXIF", lambda: saved(smooth(), "AVIF", exif=exif())),
    ("AVIF", "XMP", lambda: saved(smooth(), "AVIF", xmp=XMP)),
    ("AVIF", "ICC", lambda: saved(smooth(), "AVIF", icc_profile=icc() + CANARY)),
    ("AVIF", "unknown box", lambda: saved(smooth(), "AVIF") + box(b"free", CANARY)),
]


@pytest.mark.parametrize(("name", "make"), [pytest.param(n, m, id=f"{n} {slot}") for n, slot, m in SLOTS])
def test_no_metadata_of_the_original_is_in_the_result(name: str, make: Callable[[], bytes]) -> None:
    source = make()
    if source[:4] != b"\x89PNG":  # there, text may be compressed
        assert CANARY in source
    masked = mask(scripted((FACE,)), source)
    assert masked.verdict.verified
    assert CANARY not in masked.data
    assert is_clean(masked.data, {"TIFF": "PNG", "AVIF": "JPEG"}.get(name, name))
