"""What is read beside JPEG, PNG and WebP, and what it becomes."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from functions.core.errors import Refused
from functions.core.region import Box
from functions.imaging.formats import sniff
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.structure import is_clean

from .making import (
    EXIF_TURN,
    FORMATS,
    decoded,
    difference,
    mask,
    noise,
    saved,
    scripted,
    smooth,
    stored,
)

FACE = Box(0.4, 0.4, 0.2, 0.2)
SMALL = {
    "GIF": saved(noise(40, 30), "GIF"),
    "TIFF": saved(noise(40, 30), "TIFF"),
    "TIFF by LZW": saved(noise(40, 30), "TIFF", compression="tiff_lzw"),
    "AVIF": saved(noise(40, 30), "AVIF"),
}


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        list(open_picture(data, limits or Limits()).decoded())
    return caught.value.reason


@pytest.mark.parametrize("kind", SMALL)
def test_a_file_cut_anywhere_never_gives_a_picture(kind: str) -> None:
    data = SMALL[kind]
    refused = {reason(data[:cut]) for cut in range(len(data))}
    assert refused <= {"truncated", "decode_failed", "not_an_image", "format_not_allowed"}


@pytest.mark.parametrize(
    ("data", "becomes"),
    [
        pytest.param(saved(smooth(), "GIF"), "image/gif", id="GIF"),
        pytest.param(saved(smooth(), "TIFF"), "image/png", id="TIFF"),
        pytest.param(saved(smooth(), "AVIF"), "image/jpeg", id="AVIF"),
        pytest.param(saved(noise(channels=4), "AVIF"), "image/webp", id="AVIF with transparency"),
    ],
)
def test_each_format_becomes_one_that_is_written(data: bytes, becomes: str) -> None:
    masked = mask(scripted((FACE,)), data)
    assert masked.verdict.verified
    assert masked.content_type == becomes
    assert is_clean(masked.data, FORMATS[becomes])
    assert sniff(masked.data) == FORMATS[becomes]


def test_a_tiff_of_more_pages_is_refused() -> None:
    data = saved(smooth(), "TIFF", save_all=True, append_images=[noise()])
    assert reason(data) == "too_many_frames"


@pytest.mark.parametrize(
    "tag", [pytest.param((0xFE, 4, 1), id="a small copy"), pytest.param((0xC612, 1, 1), id="DNG")]
)
def test_of_a_raw_file_the_small_copy_is_not_taken_for_the_picture(tag: tuple[int, int, int]) -> None:
    data = bytearray(saved(smooth(), "TIFF"))
    at = int.from_bytes(data[4:8], "little") + 2
    data[at : at + 12] = struct.pack("<HHII", *tag[:2], 1, tag[2])
    assert reason(bytes(data)) == "format_not_allowed"


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("name", ["TIFF", "AVIF"])
def test_every_orientation_stands_upright(name: str, turn: int) -> None:
    exif = Image.Exif()
    exif[EXIF_TURN] = turn
    assert difference(decoded(saved(stored(smooth(), turn), name, exif=exif)), smooth()) < 3


def tiff(picture: Image.Image, **options: Any) -> Callable[[], bytes]:
    return lambda: saved(picture, "TIFF", **options)


@pytest.mark.parametrize(
    ("make", "colour"),
    [
        pytest.param(tiff(Image.new("CMYK", (8, 8), (0, 255, 255, 0))), (255, 0, 0), id="CMYK"),
        pytest.param(tiff(Image.new("LAB", (8, 8), (128, 128, 128))), (119, 119, 119), id="LAB"),
        pytest.param(
            tiff(Image.new("YCbCr", (8, 8), (76, 85, 255)), compression="raw"), (254, 0, 0), id="YCbCr"
        ),
        pytest.param(tiff(Image.new("I;16", (8, 8), 0x8000)), (128, 128, 128), id="16 bit"),
        pytest.param(tiff(Image.new("1", (8, 8), 1)), (255, 255, 255), id="bilevel"),
        pytest.param(tiff(Image.new("LA", (8, 8), (90, 128))), (90, 90, 90, 128), id="grey with alpha"),
    ],
)
def test_every_mode_of_a_tiff_keeps_its_colours(make: Callable[[], bytes], colour: tuple[int, ...]) -> None:
    assert decoded(make()).getpixel((4, 4)) == pytest.approx(colour, abs=2)


def test_the_screen_of_a_gif_is_as_large_as_what_is_painted_beyond_it() -> None:
    data = bytearray(saved(smooth(), "GIF"))
    data[6:10] = struct.pack("<HH", 2, 2)
    assert reason(bytes(data), Limits(pixels=96 * 64 - 1)) == "too_large"


def test_a_gif_of_endless_comments_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was given to Pillow"))
    plain = saved(smooth(), "GIF")
    at = 13 + (3 << (plain[10] & 7) + 1)
    assert reason(plain[:at] + b"\x21\xfe" + b"\x01x" * 20_000 + b"\0" + plain[at:]) == "decode_failed"


def test_a_heic_is_read_and_handed_out_as_a_jpeg(hostile: Path) -> None:
    data = (hostile / "heif_avif" / "hopper.heif").read_bytes()
    masked = mask(scripted((FACE,)), data)
    assert (masked.content_type, masked.width, masked.height) == ("image/jpeg", 128, 128)
    for cut in range(0, len(data), 97):
        assert reason(data[:cut]) in {"truncated", "decode_failed", "not_an_image", "format_not_allowed"}


def turned(heic: bytes) -> bytes:
    """``heic`` with one more property, an ``irot`` that turns it by 90° to the left (ISO/IEC 23008-12)."""
    made = bytearray(heic)
    sizes = {b"meta": 10, b"iprp": 10, b"ipco": 9, b"ipma": 1}
    for name, more in sizes.items():
        at = made.index(name) - 4
        made[at : at + 4] = struct.pack(">I", int.from_bytes(made[at : at + 4], "big") + more)
    at = made.index(b"iloc") + 22  # where the only item begins in the file
    made[at : at + 4] = struct.pack(">I", int.from_bytes(made[at : at + 4], "big") + 10)
    properties = made.index(b"ipma") - 4
    of_item = properties + 18  # how many it has, and their numbers
    count = made[of_item]
    made[of_item] = count + 1
    made.insert(of_item + 1 + count, 0x80 | count + 1)
    made[properties:properties] = struct.pack(">I4sB", 9, b"irot", 1)
    return bytes(made)


def test_a_heic_stands_as_its_container_turns_it(hostile: Path) -> None:
    data = (hostile / "heif_avif" / "hopper.heif").read_bytes()
    upright = decoded(data).transpose(Image.Transpose.ROTATE_90)
    assert difference(decoded(turned(data)), upright) == 0


def test_what_is_too_long_for_the_format_that_would_stand_in_becomes_a_png() -> None:
    """A WebP has 16 383 pixels on a side; nobody asked for one."""
    long = Image.new("RGBA", (16_400, 2), (9, 9, 9, 0))
    masked = mask(scripted(), saved(long, "AVIF", speed=10))
    assert (masked.content_type, masked.width) == ("image/png", 16_400)


def test_a_format_that_was_asked_for_and_cannot_hold_the_picture_is_refused_with_its_limit() -> None:
    long = saved(Image.new("RGB", (16_400, 2)), "PNG")
    with pytest.raises(Refused) as caught:
        mask(scripted(), long, "webp")
    assert (caught.value.reason, caught.value.limit) == ("too_large", "16,383 pixels on a side of a WEBP")
