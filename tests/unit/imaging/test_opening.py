from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from functions.core.errors import Refused
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture

from .making import (
    CONTENT_TYPES,
    chunk,
    noise,
    saved,
    smooth,
    with_chunks,
    with_riff,
    with_segments,
)

LIMITS = Limits(pixels=1_000_000)
FORMATS = [pytest.param(name, id=name) for name in CONTENT_TYPES]


def refused(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as caught:
        list(open_picture(data, limits).decoded())
    return caught.value.reason


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_is_opened_by_its_content(name: str) -> None:
    opened = open_picture(saved(smooth(), name), LIMITS)
    assert (opened.format, opened.frames, next(opened.decoded()).size) == (name, 1, (96, 64))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "not_an_image", id="nothing"),
        pytest.param(b"\xff", "not_an_image", id="one byte"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image", id="SVG"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_an_image", id="EPS"),
        pytest.param(b"%PDF-1.7\n", "not_an_image", id="PDF"),
        pytest.param(saved(smooth(), "BMP"), "format_not_allowed", id="BMP"),
        pytest.param(saved(smooth(), "JPEG2000"), "format_not_allowed", id="JPEG 2000"),
    ],
)
def test_what_is_no_picture_of_ours_never_reaches_a_decoder(
    data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was given to Pillow"))
    assert refused(data) == reason


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_anywhere_never_gives_a_picture(name: str) -> None:
    data = saved(noise(40, 30), name)
    for cut in range(len(data)):
        assert refused(data[:cut]) in {"truncated", "not_an_image"}


def test_a_progressive_file_cut_anywhere_never_gives_a_picture() -> None:
    data = saved(noise(40, 30), "JPEG", progressive=True)
    for cut in range(3, len(data)):
        assert refused(data[:cut]) == "truncated"


@pytest.mark.parametrize("name", FORMATS)
def test_too_large_are_refused_before_any_is_decoded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Image.new("RGB", (1001, 1000)), name)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    assert refused(data) == "too_large"


def test_a_webp_beyond_the_limit_is_refused_before_pillow_makes_its_canvas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variants = ({"lossless": True}, {"quality": 1}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"})
    files = [saved(Image.new("RGB", (1001, 1000)), "WEBP", **options) for options in variants]
    assert {data[12:16] for data in files} == {b"VP8L", b"VP8 ", b"VP8X"}
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was given to Pillow"))
    assert [refused(data) for data in files] == ["too_large"] * 3


def test_a_header_that_promises_gigapixels_is_refused() -> None:
    png = saved(Image.new("L", (1, 1)), "PNG")
    huge = png[:8] + chunk(b"IHDR", b"\0\1\0\0\0\1\0\0\x08\0\0\0\0") + png[33:]
    assert refused(huge, Limits(pixels=2**31)) == "too_large"


def test_of_a_multi_picture_jpeg_the_first_is_taken() -> None:
    data = saved(Image.new("RGB", (64, 48), "red"), "MPO", save_all=True, append_images=[noise(64, 48)])
    opened = open_picture(data, LIMITS)
    picture = next(opened.decoded())
    assert (opened.format, opened.frames, picture.format) == ("JPEG", 1, "MPO")
    assert picture.getpixel((5, 5)) == (254, 0, 0)


def text_bomb() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "x" * 2_000_000, zip=True)
    return saved(smooth(), "PNG", pnginfo=info)


def late_text_bomb() -> bytes:
    bomb, plain = text_bomb(), saved(smooth(), "PNG")
    return plain[:-12] + bomb[33 : bomb.index(b"IDAT") - 4] + plain[-12:]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(text_bomb, id="PNG text bomb"),
        pytest.param(late_text_bomb, id="PNG text bomb behind the pixels"),
        pytest.param(lambda: saved(smooth(), "PNG", icc_profile=b"\0" * 3_000_000), id="PNG ICC bomb"),
        pytest.param(lambda: with_chunks(saved(smooth(), "PNG"), chunk(b"iCCP", b"x\0\1")), id="bad chunk"),
        pytest.param(lambda: with_riff(b"RIFF\0\0\0\0WEBP"), id="WebP without a chunk"),
        pytest.param(lambda: with_riff(b"RIFF\0\0\0\0WEBP", (b"JUNK", b"\0" * 32)), id="WebP of junk"),
        pytest.param(lambda: with_segments(saved(smooth(), "JPEG"), (0xC0, b"\x08\0\0")), id="short SOF"),
    ],
)
def test_a_decoder_that_chokes_makes_a_refusal(make: Callable[[], bytes]) -> None:
    assert refused(make()) == "decode_failed"


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    data = saved(smooth(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    assert refused(data[:-2] + data[last:-2] * 200 + b"\xff\xd9") == "decode_failed"


@pytest.mark.parametrize(
    "error",
    [pytest.param(MemoryError(), id="Python's"), pytest.param(OSError("out of memory"), id="a codec's")],
)
def test_our_own_lack_of_memory_is_no_refusal(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> None:
        raise error

    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)
    with pytest.raises(MemoryError):
        list(open_picture(saved(smooth(), "PNG"), LIMITS).decoded())


def test_a_refusal_says_nothing_of_the_file_and_keeps_its_cause() -> None:
    with pytest.raises(Refused) as caught:
        list(open_picture(text_bomb(), LIMITS).decoded())
    assert str(caught.value) == "decode_failed"
    assert isinstance(caught.value.__cause__, ValueError)


def test_half_pictures_can_not_be_switched_on_behind_our_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(AssertionError):
        list(open_picture(saved(smooth(), "PNG"), LIMITS).decoded())


def test_only_one_decoder_is_ever_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    real = Image.open

    def spy(file: BytesIO, formats: list[str]) -> Image.Image:
        asked.append(formats)
        return real(file, formats=formats)

    monkeypatch.setattr(Image, "open", spy)
    list(open_picture(saved(smooth(), "PNG"), LIMITS).decoded())
    assert asked == [["PNG"]]
