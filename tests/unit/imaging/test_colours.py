from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from PIL import Image, ImageCms

from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.upright import upright

from .making import chunk, decoded, difference, saved, smooth, with_chunks


def grey16() -> bytes:
    values = np.linspace(0, 65535, 96 * 64).astype(np.uint16).reshape(64, 96)
    return saved(Image.fromarray(values), "PNG")


def grey8() -> Image.Image:
    return Image.fromarray(
        (np.linspace(0, 65535, 96 * 64).astype(np.uint16) >> 8).astype(np.uint8).reshape(64, 96)
    )


def half_clear() -> Image.Image:
    picture = smooth().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return picture


def cleared(picture: Image.Image) -> Image.Image:
    pixels = np.array(picture)
    pixels[pixels[:, :, 3] == 0] = 0
    return Image.fromarray(pixels)


def palette(*, clear: bool) -> Image.Image:
    made = Image.new("P", (96, 64), 0)
    made.putpalette([255, 0, 0, 0, 255, 0])
    made.paste(1, (0, 0, 48, 64))
    if clear:
        made.info["transparency"] = 0
    return made


def two_tone(first: tuple[int, ...], second: tuple[int, ...], mode: str) -> Image.Image:
    made = Image.new(mode, (96, 64), second)
    made.paste(first, (0, 0, 48, 64))
    return made


CASES = [
    pytest.param(lambda: saved(smooth(), "PNG"), smooth, "RGB", id="RGB"),
    pytest.param(lambda: saved(smooth().convert("L"), "PNG"), lambda: smooth().convert("L"), "RGB", id="L"),
    pytest.param(lambda: saved(smooth().convert("1"), "PNG"), lambda: smooth().convert("1"), "RGB", id="1"),
    pytest.param(lambda: saved(half_clear(), "PNG"), lambda: cleared(half_clear()), "RGBA", id="RGBA"),
    pytest.param(
        lambda: saved(half_clear().convert("LA"), "PNG"),
        lambda: cleared(half_clear().convert("LA").convert("RGBA")),
        "RGBA",
        id="LA",
    ),
    pytest.param(grey16, grey8, "RGB", id="16-bit grey"),
    pytest.param(
        lambda: saved(palette(clear=False), "PNG"),
        lambda: two_tone((0, 255, 0), (255, 0, 0), "RGB"),
        "RGB",
        id="P",
    ),
    pytest.param(
        lambda: saved(palette(clear=True), "PNG"),
        lambda: two_tone((0, 255, 0, 255), (0, 0, 0, 0), "RGBA"),
        "RGBA",
        id="P with transparency",
    ),
    pytest.param(
        lambda: saved(two_tone((0, 255, 0), (9, 9, 9), "RGB"), "PNG", transparency=(9, 9, 9)),
        lambda: two_tone((0, 255, 0, 255), (0, 0, 0, 0), "RGBA"),
        "RGBA",
        id="RGB with a transparent colour",
    ),
    pytest.param(
        lambda: saved(smooth().convert("L").point(lambda v: max(v, 8)), "PNG", transparency=0),
        lambda: smooth().convert("L").point(lambda v: max(v, 8)),
        "RGBA",
        id="L with a transparent grey that is not used",
    ),
]


@pytest.mark.parametrize(("make", "expected", "mode"), CASES)
def test_every_mode_keeps_its_colours(
    make: Callable[[], bytes], expected: Callable[[], Image.Image], mode: str
) -> None:
    result = decoded(make())
    assert result.mode == mode
    assert difference(result, expected()) == 0


def test_a_transparent_16_bit_grey_stays_transparent() -> None:
    values = np.full((10, 10), 40_000, dtype=np.uint16)
    values[:5] = 300
    data = with_chunks(saved(Image.fromarray(values), "PNG"), chunk(b"tRNS", (300).to_bytes(2, "big")))
    result = decoded(data)
    assert (result.getpixel((0, 0)), result.getpixel((0, 9))) == ((0, 0, 0, 0), (156, 156, 156, 255))


def test_cmyk_as_adobe_writes_it_is_not_inverted() -> None:
    ink = Image.new("CMYK", (32, 32), (0, 255, 255, 0))
    red, green, blue = np.asarray(decoded(saved(ink, "JPEG", quality=95))).mean(axis=(0, 1))
    assert red > 240
    assert green < 15
    assert blue < 15


def profile(space: Literal["sRGB", "LAB"]) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def swapped_srgb() -> bytes:
    """An sRGB profile whose red and blue primaries are exchanged, under another name."""
    icc = profile("sRGB").replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    return icc.replace(b"rXYZ", b"temp").replace(b"bXYZ", b"rXYZ").replace(b"temp", b"bXYZ")


def test_an_embedded_profile_is_applied_and_then_dropped() -> None:
    red = Image.new("RGBA", (8, 8), (255, 0, 0, 7))
    result = decoded(saved(red, "PNG", icc_profile=swapped_srgb()))
    assert result.getpixel((4, 4)) == pytest.approx((0, 0, 255, 7), abs=2)
    assert "icc_profile" not in result.info


def test_the_colours_of_a_jpeg_are_converted_on_the_canvas_that_it_has() -> None:
    red = saved(Image.new("RGB", (8, 8), (255, 0, 0)), "JPEG", quality=95, icc_profile=swapped_srgb())
    (opened,) = open_picture(red, Limits()).decoded()
    result = upright(opened)
    assert result is opened
    assert result.getpixel((4, 4)) == pytest.approx((0, 0, 255), abs=4)
    assert result.info == {}


@pytest.mark.parametrize(
    "icc",
    [
        pytest.param(b"rubbish", id="rubbish"),
        pytest.param(profile("sRGB")[:200], id="cut off"),
        pytest.param(profile("LAB"), id="of another space"),
        pytest.param(profile("sRGB"), id="sRGB itself"),
    ],
)
def test_a_profile_that_says_nothing_useful_changes_nothing(icc: bytes) -> None:
    assert difference(decoded(saved(smooth(), "PNG", icc_profile=icc)), smooth()) == 0


def test_no_colour_is_left_under_alpha_0() -> None:
    secret = Image.new("RGBA", (16, 16), (200, 100, 50, 0))
    secret.putpixel((3, 3), (200, 100, 50, 1))
    for name, options in (("PNG", {}), ("WEBP", {"lossless": True, "exact": True})):
        result = np.asarray(decoded(saved(secret, name, **options)))
        assert tuple(result[3, 3]) == (200, 100, 50, 1)
        assert result.sum() == 351
