"""What every style promises, and what each adds to it."""

import base64
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from functions.core.errors import Refused
from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.core.region import Box
from functions.core.styles import EMOJIS, STYLES
from functions.imaging.boxes import PixelBox
from functions.imaging.covers import Cover, Points
from functions.imaging.maskers import Masker
from functions.imaging.maskers.blur import Blur
from functions.imaging.maskers.mean import SHADES, Mean
from functions.imaging.maskers.pattern import Pattern
from functions.imaging.maskers.pixelate import Pixelate
from functions.imaging.maskers.replace import Replace
from functions.imaging.maskers.solid import Solid
from functions.imaging.pipeline import MASKERS
from functions.imaging.steps import paint

from .making import noise, saved, scripted, shown, smooth

WHERE = PixelBox(20, 10, 70, 55)
SHAPES: dict[str, str | Points] = {
    "box": "box",
    "ellipse": "ellipse",
    "polygon": ((22.0, 12.0), (68.0, 20.0), (30.0, 54.0)),
}
# Anew for each painting, so that two paintings meet the same chance.
ALL: dict[str, Callable[[], Masker]] = {
    "solid": Solid,
    "pattern": lambda: Pattern(lambda: Random(7)),
    "replace": Replace,
    "mean": Mean,
    "pixelate": Pixelate,
    "blur": Blur,
}


def _cover(shape: str = "box", label: str = "face", where: PixelBox = WHERE) -> Cover:
    return Cover(label, where, SHAPES[shape], where)


def _hidden(cover: Cover, picture: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    hidden = np.zeros((picture.height, picture.width), dtype=bool)
    left, top, right, bottom = cover.where
    hidden[top:bottom, left:right] = np.asarray(cover.mask()) == 255
    return hidden


def _painted(
    picture: Image.Image, cover: Cover, masker: Masker
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    canvas = picture.copy()
    paint(canvas, cover, masker)
    return np.asarray(canvas)


def _with_secret(scene: Image.Image, secret: Image.Image, cover: Cover) -> Image.Image:
    """``scene`` with ``secret`` under the cover and nowhere else."""
    both = scene.copy()
    both.paste(secret.crop((0, 0, *cover.where.size)), cover.where[:2], cover.mask())
    return both


def test_every_style_of_a_recipe_has_its_masker() -> None:
    assert set(MASKERS) == set(STYLES) == set(ALL)


@pytest.mark.parametrize("label", ["face", "region"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", ["solid", "pattern", "replace"])
def test_two_secrets_under_one_cover_give_the_same_picture(style: str, shape: str, label: str) -> None:
    """Promises 3 and 4: nothing under the cover plays a part, and nothing beside it changes."""
    cover, scene = _cover(shape, label), smooth()
    hidden = _hidden(cover, scene)
    white, noisy = (
        _with_secret(scene, secret, cover)
        for secret in (Image.new("RGB", scene.size, "white"), noise(seed=7))
    )
    one, other = (_painted(picture, cover, ALL[style]()) for picture in (white, noisy))
    assert (one == other).all()
    assert (one[~hidden] == np.asarray(scene)[~hidden]).all()


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), shape=st.sampled_from(sorted(SHAPES)), dark=st.integers(1, 255))
def test_of_a_place_that_became_its_mean_two_bits_remain(seed: int, shape: str, dark: int) -> None:
    """Promise 3: four pictures are all that can come of whatever was there."""
    cover, scene = _cover(shape), smooth()
    secret = noise(seed=seed).point(lambda value: value * dark // 255)
    hidden = _hidden(cover, scene)
    after = _painted(_with_secret(scene, secret, cover), cover, Mean())
    assert {"#" + bytes(colour).hex() for colour in after[hidden]} <= set(SHADES)
    assert len({bytes(colour) for colour in after[hidden]}) == 1
    assert (after[~hidden] == np.asarray(scene)[~hidden]).all()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", ["pixelate", "blur"])
def test_even_a_style_that_can_be_undone_leaves_no_pixel_and_touches_none_outside(
    style: str, shape: str
) -> None:
    """Promise 4; and promise 3 as far as these styles go."""
    cover, scene = _cover(shape), noise()
    hidden = _hidden(cover, scene)
    after, before = _painted(scene, cover, ALL[style]()), np.asarray(scene)
    assert (after[~hidden] == before[~hidden]).all()
    assert (after[hidden] == before[hidden]).all(axis=1).mean() < 0.001  # three channels alike, by accident
    assert after[hidden].std() < before[hidden].std() / 3
    assert not STYLES[style].anonymising


@pytest.mark.parametrize("label", ["face", "region"])
@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 1), (5, 4), (1700, 3), (640, 480)])
@pytest.mark.parametrize("style", ALL)
def test_every_style_makes_a_patch_of_every_size(style: str, size: tuple[int, int], label: str) -> None:
    where = PixelBox(0, 0, *size)
    patch = ALL[style]().patch(noise(*size), _cover(label=label, where=where))
    assert (patch.mode, patch.size) == ("RGB", size)


@pytest.mark.parametrize(("style", "safe"), [(name, style.anonymising) for name, style in STYLES.items()])
def test_a_region_says_in_which_style_it_is_hidden_and_whether_that_can_be_undone(
    style: str, safe: bool
) -> None:
    """Promise 3: blur and pixelation are marked where they are used."""
    recipe = Recipe({"face": Hide(style, "ellipse")})
    masked = scripted((Box(0.4, 0.4, 0.2, 0.2),)).mask(saved(smooth(320, 240), "JPEG"), recipe)
    (region,) = masked.regions
    assert masked.verdict.verified
    assert (region.style, region.anonymising) == (style, safe)
    assert region.to_json()["anonymising"] is safe


@pytest.mark.parametrize("side", [9, 40, 4000])
def test_pixelation_has_few_squares_and_none_is_small(side: int) -> None:
    where = PixelBox(0, 0, side, side * 2)
    picture = (
        noise(side, side * 2) if side < 100 else Image.linear_gradient("L").resize(where.size).convert("RGB")
    )
    after = np.asarray(Pixelate().patch(picture, _cover(where=where)))
    steps = np.flatnonzero((after[1:] != after[:-1]).any(axis=(1, 2)))
    assert len(steps) <= 7
    assert np.diff([-1, *steps, side * 2 - 1]).min() >= 3


@pytest.mark.parametrize("side", [12, 100, 2000])
def test_a_blur_grows_with_the_place(side: int) -> None:
    """The edge between black and white is spread over as great a share of a large place as of a small one."""
    picture = Image.new("RGB", (side, side))
    picture.paste("white", (side // 2, 0, side, side))
    row = np.asarray(Blur(0.15).patch(picture, _cover(where=PixelBox(0, 0, side, side))))[side // 2, :, 0]
    slope = row[side * 5 // 8] - int(row[side * 3 // 8])
    assert 0 < slope < 170


def test_a_pattern_is_another_one_each_time() -> None:
    """Promise 3: it comes from chance, not from the picture."""
    drawn = {Pattern().patch(noise(60, 80), _cover(where=PixelBox(0, 0, 60, 80))).tobytes() for _ in range(8)}
    assert len(drawn) > 4


@pytest.mark.parametrize("emoji", EMOJIS)
def test_an_emoji_is_drawn_and_each_is_another(emoji: str) -> None:
    where = PixelBox(0, 0, 120, 120)
    drawn = {name: Replace(name).patch(noise(120, 120), _cover(where=where)).tobytes() for name in EMOJIS}
    assert [name for name, data in drawn.items() if data == drawn[emoji]] == [emoji]


def _replacing(picture: bytes) -> Masker:
    return Replace.of(Hide("replace", parameters={"picture": base64.b64encode(picture).decode()}))


def test_an_own_picture_fills_the_cover_and_is_opaque() -> None:
    clear = Image.new("RGBA", (10, 30), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 10, 15))
    patch = _replacing(saved(clear, "PNG")).patch(noise(40, 120), _cover(where=PixelBox(0, 0, 40, 120)))
    assert patch.getpixel((20, 10)) == (0, 0, 255)
    assert patch.getpixel((20, 110)) == (64, 64, 64)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(saved(noise(), "PNG")[:-40], id="cut off"),
        pytest.param(saved(Image.new("1", (1200, 1000)), "PNG"), id="too many pixels in few bytes"),
        pytest.param(
            saved(noise(8, 8), "GIF", save_all=True, append_images=[noise(8, 8, seed=2)]), id="moves"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="a signature alone"),
    ],
)
def test_an_own_picture_is_opened_with_the_same_care(picture: bytes) -> None:
    """Promise 13."""
    with pytest.raises(Refused) as caught:
        _replacing(picture)
    assert caught.value.reason == "replacement_unreadable"


def test_a_picture_comes_back_from_the_pipeline_in_the_style_of_its_recipe() -> None:
    recipe = Recipe({"face": Hide("replace", parameters={"emoji": "cool"})})
    masked = scripted((Box(0.4, 0.4, 0.2, 0.2),)).mask(saved(smooth(320, 240), "PNG"), recipe)
    assert shown(masked.data).convert("RGB").getpixel((160, 145)) == (0xFF, 0xCF, 0x3F)
