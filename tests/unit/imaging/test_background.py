"""The background lane: what stands behind the subject, and what is left of what stood there."""

import base64
from typing import Any

import numpy as np
import pytest
from PIL import Image

from functions.core.errors import Invalid, Refused
from functions.core.recipe import parse_recipe
from functions.core.region import Box
from functions.imaging.detectors import Found
from functions.imaging.structure import is_clean
from tests.unit.imaging.cutting import (
    DISC,
    SIZE,
    SUBJECT,
    away,
    cut,
    cutter,
    disc,
    encoded,
    photo,
    within,
)
from tests.unit.imaging.making import FILL, FORMATS, difference, noise, saved, scripted, shown, smooth

BLUE = (32, 96, 192)
MODES: dict[str, dict[str, Any]] = {
    "remove": {"mode": "remove"},
    "colour": {"mode": "colour", "colour": "#2060c0"},
    "picture": {"mode": "picture", "picture": encoded(smooth())},
    "blur": {"mode": "blur"},
    "mask": {"mode": "mask"},
}


def pixels(data: bytes, mode: str = "RGB") -> np.ndarray[Any, np.dtype[np.int16]]:
    return np.asarray(shown(data).convert(mode), dtype=np.int16)


def test_what_is_removed_is_transparent_and_holds_no_colour() -> None:
    """Promise 1: whoever drops the alpha channel sees nothing either."""
    masked = cut(MODES["remove"])
    found = np.asarray(shown(masked.data))
    assert (shown(masked.data).mode, masked.content_type) == ("RGBA", "image/png")
    assert (found[away()] == 0).all()
    assert (found[found[:, :, 3] == 0] == 0).all()
    assert (found[within()] == (*SUBJECT, 255)).all()


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_colour_stands_behind_the_subject(name: str) -> None:
    found = pixels(cut(MODES["colour"], name=name).data)
    tolerance = 0 if name == "PNG" else 8
    assert np.abs(found[away(40)] - BLUE).max() <= tolerance
    assert np.abs(found[within()] - SUBJECT).max() <= 2 * tolerance


def test_a_picture_stands_behind_the_subject_and_fills_the_frame() -> None:
    found = shown(cut(MODES["picture"]).data)
    filling = smooth().crop((0, 0, 76, 64) if SIZE[0] / SIZE[1] > 1.5 else (9, 0, 86, 64)).resize(SIZE)
    assert np.abs(np.asarray(found, np.int16) - np.asarray(filling, np.int16))[away()].mean() < 4


def test_what_is_blurred_is_smooth_and_takes_no_colour_of_the_subject() -> None:
    found = pixels(cut(MODES["blur"]).data)
    before = np.asarray(photo(), dtype=np.int16)
    steps, steps_before = (np.abs(np.diff(each, axis=1))[away()[:, 1:]].mean() for each in (found, before))
    assert steps < steps_before / 20
    assert np.abs(found[away()].mean(axis=0) - before[away()].mean(axis=0)).max() < 8


def test_a_mask_is_the_outline_and_nothing_of_the_photo() -> None:
    found = pixels(cut(MODES["mask"]).data)
    assert (found == found[:, :, :1]).all()
    assert (found[away()] == 0).all()
    assert (found[within()] == 255).all()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_what_comes_out_is_verified_and_clean(mode: str, name: str) -> None:
    masked = cut(MODES[mode], name=name)
    assert masked.verdict.verified
    assert masked.verdict.checks["background"] == 1
    assert is_clean(masked.data, FORMATS[masked.content_type])
    assert not masked.subject_unclear


def test_a_jpeg_that_becomes_transparent_becomes_a_webp() -> None:
    assert cut(MODES["remove"], name="JPEG").content_type == "image/webp"


def test_a_cut_out_comes_in_the_format_that_was_asked_for() -> None:
    masked = cut(MODES["remove"], name="JPEG", output={"format": "png"})
    assert (masked.content_type, shown(masked.data).format) == ("image/png", "PNG")
    assert masked.verdict.verified


def test_what_was_transparent_stays_so() -> None:
    picture = photo()
    picture.putalpha(255)
    picture.paste((9, 9, 9, 0), (90, 60, 100, 90))
    recipe = parse_recipe({"version": 1, "background": MODES["remove"]})
    found = np.asarray(shown(cutter().mask(saved(picture, "PNG"), recipe).data))
    assert (found[60:90, 90:100] == 0).all()


def test_a_crop_holds_the_subject_and_its_margin() -> None:
    tight, wide = cut({**MODES["blur"], "crop": {}}), cut({**MODES["blur"], "crop": {"margin": 0.25}})
    across = DISC[2] - DISC[0]
    assert across <= tight.width <= across + 8
    assert tight.width + 0.4 * across <= wide.width <= tight.width + 0.6 * across


@pytest.mark.parametrize(
    ("size", "expected"),
    [((96, 96), (96, 80)), ((4000, 4000), SIZE), ((100, 40), (48, 40))],
    ids=["narrower", "never_enlarged", "lower"],
)
def test_a_size_bounds_both_sides(size: tuple[int, int], expected: tuple[int, int]) -> None:
    masked = cut({**MODES["colour"], "size": list(size)})
    assert (masked.width, masked.height) == shown(masked.data).size == expected


@pytest.mark.parametrize(
    "seen",
    [Image.new("L", SIZE), Image.new("L", SIZE, 255), disc(level=120)],
    ids=["nothing", "everything", "haze"],
)
def test_a_subject_that_is_not_clear_is_said_to_be_so(seen: Image.Image) -> None:
    assert cut(MODES["blur"], pipeline=cutter(seen=seen)).subject_unclear


ASIDE, BESIDE = Box(0.02, 0.05, 0.15, 0.25), Box(0.42, 0.4, 0.15, 0.25)


@pytest.mark.parametrize(
    ("faces", "unclear"),
    [
        ([Found(0.9, BESIDE)], False),
        ([Found(0.9, BESIDE), Found(0.9, ASIDE)], True),
        ([Found(0.9, BESIDE), Found(0.4, ASIDE)], False),
        ([Found(0.9, BESIDE), Found(0.9, Box(0.02, 0.05, 0.06, 0.1))], False),
    ],
    ids=["inside", "outside", "hardly_a_face", "small"],
)
def test_a_face_as_large_as_others_that_would_be_lost_makes_it_unclear(
    faces: list[Found], unclear: bool
) -> None:
    assert cut(MODES["blur"], pipeline=cutter(*faces)).subject_unclear is unclear


def test_a_face_that_the_whole_had_lost_is_looked_at_again() -> None:
    around = Image.new("L", (8, 8), 255)
    masked = cut(MODES["mask"], pipeline=cutter(Found(0.9, ASIDE), around=around))
    found = pixels(masked.data)[:, :, 0]
    assert found[:80, :50].max() > 200
    assert pixels(cut(MODES["mask"]).data)[:80, :50, 0].max() == 0


def test_a_face_on_the_subject_is_covered_opaque_however_far_the_cover_reaches() -> None:
    masked = cut(MODES["remove"], pipeline=cutter(Found(0.9, BESIDE)), hide={"face": {}})
    (region,) = masked.regions
    left, top = int(region.covered.left * SIZE[0]), int(region.covered.top * SIZE[1])
    right = left + int(region.covered.width * SIZE[0])
    found = np.asarray(shown(masked.data))
    assert masked.verdict.verified
    assert (found[top + 2, left + 2 : right - 2] == (*FILL, 255)).all()


def test_a_face_on_the_ground_alone_goes_with_it() -> None:
    small = Found(0.9, Box(0.02, 0.05, 0.06, 0.1))
    pipeline = cutter(lines=[(small,), (small,), ()])  # of the subject, to hide, in the result
    masked = cut(MODES["remove"], pipeline=pipeline, hide={"face": {}})
    assert masked.verdict.verified
    assert (np.asarray(shown(masked.data))[away()] == 0).all()


def test_a_face_is_covered_before_the_ground_is_blurred() -> None:
    """Blurring anonymises nobody: the cover stays, and around it nothing of the face is left."""
    small = Found(0.9, Box(0.02, 0.05, 0.06, 0.1))
    masked = cut(MODES["blur"], pipeline=cutter(small), hide={"face": {}})
    (region,) = masked.regions
    x = int((region.covered.left + region.covered.width / 2) * SIZE[0])
    y = int((region.covered.top + region.covered.height / 2) * SIZE[1])
    assert shown(masked.data).convert("RGB").getpixel((x, y)) == FILL
    assert masked.verdict.verified


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_ground_that_was_not_replaced_is_not_let_out(
    mode: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 1: the encoded file is what is judged."""
    monkeypatch.setattr("functions.imaging.background.composing._put_behind", lambda *_, **__: None)
    monkeypatch.setattr("functions.imaging.background.composing.MASK", "no mode")
    if mode == "remove":
        monkeypatch.setattr("PIL.Image.Image.putalpha", lambda *_: None)
    assert cut(MODES[mode], name=name).verdict.failures == ("background_not_replaced",)


def test_a_picture_in_the_recipe_that_cannot_be_opened_is_refused() -> None:
    with pytest.raises(Refused, match="replacement_unreadable"):
        cut({"mode": "picture", "picture": base64.b64encode(saved(photo(), "PNG")[:200]).decode()})


def test_a_picture_in_the_recipe_that_unfolds_is_refused() -> None:
    bomb = encoded(Image.new("1", (4000, 4000)))
    with pytest.raises(Refused, match="replacement_unreadable"):
        cut({"mode": "picture", "picture": bomb})


def test_what_moves_has_no_background() -> None:
    moving = saved(photo(), "GIF", save_all=True, append_images=[noise(*SIZE)])
    with pytest.raises(Refused, match="too_many_frames"):
        cutter().mask(moving, parse_recipe({"version": 1, "background": MODES["blur"]}))


def test_a_pipeline_without_an_outliner_refuses() -> None:
    recipe = parse_recipe({"version": 1, "background": MODES["blur"]})
    with pytest.raises(Invalid):
        scripted().mask(saved(photo(), "PNG"), recipe)


def test_without_a_background_nothing_is_cut_out() -> None:
    recipe = parse_recipe({"version": 1, "hide": {"face": {}}})
    masked = cutter().mask(saved(photo(), "PNG"), recipe)
    assert difference(shown(masked.data), photo()) == 0
