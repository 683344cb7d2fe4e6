import pytest
from PIL import Image

from functions.imaging.boxes import PixelBox
from functions.imaging.maskers.solid import FILL, Solid

from .making import noise, saved, shown

WHERE = PixelBox(20, 10, 70, 50)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_cover_is_recognised_and_one_odd_pixel_too(mode: str) -> None:
    picture = noise().convert(mode)
    Solid().paint(picture, WHERE)
    assert Solid().holds(picture, WHERE, lossless=True)
    picture.putpixel((45, 30), (64, 64, 80))
    assert not Solid().holds(picture, WHERE, lossless=True)
    assert not Solid().holds(picture, WHERE, lossless=False)


def test_after_a_lossless_encoder_a_cover_is_exact() -> None:
    picture = noise()
    Solid().paint(picture, WHERE)
    picture.putpixel((45, 30), (64, 64, 65))
    assert Solid().holds(picture, WHERE, lossless=False)
    assert not Solid().holds(picture, WHERE, lossless=True)


def test_a_cover_that_lets_light_through_is_none() -> None:
    picture = noise(channels=4)
    Solid().paint(picture, WHERE)
    picture.putpixel((45, 30), (*FILL, 254))
    assert not Solid().holds(picture, WHERE, lossless=False)


@pytest.mark.parametrize("name", ["JPEG", "WEBP"])
@pytest.mark.parametrize("colour", ["white", "black", "red", "lime", "blue", None])
def test_a_codec_does_not_blur_a_cover_beyond_the_tolerance(name: str, colour: str | None) -> None:
    for left in range(20, 36, 3):
        picture = Image.new("RGB", (128, 96), colour) if colour else noise(128, 96)
        where = PixelBox(left, left, left + 40, left + 33)
        Solid().paint(picture, where)
        after = shown(saved(picture, name, quality=90)).convert("RGB")
        assert Solid().holds(after, where, lossless=False)
        assert not Solid().holds(noise(128, 96, seed=3), where, lossless=False)
