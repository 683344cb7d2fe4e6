"""Inside the covered places everything changed, outside nothing did, and nothing came along."""

import numpy as np
import pytest
from PIL import Image

from functions.core.errors import Invalid
from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.core.region import Box
from functions.imaging.pipeline import Pipeline

from .making import (
    CONTENT_TYPES,
    EXIF_TURN,
    FACES,
    FILL,
    difference,
    inside,
    mask,
    noise,
    saved,
    scripted,
    shown,
    smooth,
    stored,
)

FACE = Box(0.4, 0.4, 0.2, 0.2)


def test_the_face_of_the_photo_is_covered_with_hair_and_ears(pipeline: Pipeline, astronaut: bytes) -> None:
    masked = mask(pipeline, astronaut)
    covered = inside(masked)
    assert masked.verdict.verified
    assert covered[20:170, 170:285].all()  # her head, hair and chin, measured by eye
    assert covered.mean() < 0.2
    assert (np.asarray(shown(masked.data))[covered] == FILL).all()


def test_in_a_lossless_format_no_pixel_outside_changes_and_none_inside_stays() -> None:
    masked = mask(scripted((FACE,)), saved(noise(), "PNG"))
    covered, before, after = inside(masked), np.asarray(noise()), np.asarray(shown(masked.data))
    assert 0 < covered.mean() < 0.5
    assert (after[~covered] == before[~covered]).all()
    assert (after[covered] == FILL).all()


@pytest.mark.parametrize("name", ["JPEG", "WEBP"])
def test_in_a_lossy_format_nothing_outside_changes_beyond_the_encoding(name: str) -> None:
    source = saved(smooth(320, 240), name, quality=90)
    masked = mask(scripted((FACE,)), source)
    covered, before = inside(masked), np.asarray(shown(source).convert("RGB"), dtype=np.int16)
    off = np.abs(np.asarray(shown(masked.data).convert("RGB"), dtype=np.int16) - before).mean(axis=2)
    assert masked.verdict.verified
    assert off[~covered].mean() < 2
    assert off[covered].mean() > 30


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_two_secrets_under_one_cover_give_the_same_file(name: str) -> None:
    results = set()
    for secret in (Image.new("RGB", (80, 80), "white"), noise(80, 80, seed=7)):
        scene = smooth(320, 240)
        scene.paste(secret, (120, 90))
        # PNG in, so that the two sources differ under the cover and nowhere else
        pipeline = scripted((Box(0.35, 0.35, 0.3, 0.4),))
        picture = mask(pipeline, saved(scene, "PNG"))
        results.add(saved(shown(picture.data), name, quality=90))
    assert len(results) == 1


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_format_and_size_stay(name: str) -> None:
    masked = mask(scripted((FACE,)), saved(smooth(), name))
    assert (masked.content_type, masked.width, masked.height) == (CONTENT_TYPES[name], 96, 64)
    assert (shown(masked.data).format, shown(masked.data).size) == (name, (96, 64))


def test_a_lossless_webp_stays_lossless() -> None:
    masked = mask(scripted((FACE,)), saved(noise(), "WEBP", lossless=True))
    outside = ~inside(masked)
    assert (np.asarray(shown(masked.data).convert("RGB"))[outside] == np.asarray(noise())[outside]).all()


@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_transparency_stays_and_the_cover_is_opaque(name: str) -> None:
    picture = noise(channels=4)
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    masked = mask(scripted((FACE,)), saved(picture, name))
    alpha, covered = np.asarray(shown(masked.data).getchannel("A")), inside(masked)
    assert masked.verdict.verified
    assert (alpha[covered] == 255).all()
    assert (alpha[~covered] == np.asarray(picture.getchannel("A"))[~covered]).all()


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_cover_lies_where_the_face_is_seen(pipeline: Pipeline, astronaut: bytes, turn: int) -> None:
    upright = shown(astronaut).convert("RGB").crop((0, 0, 512, 400))
    exif = Image.Exif()
    exif[EXIF_TURN] = turn
    source = saved(stored(upright, turn), "JPEG", quality=95, exif=exif)
    masked = mask(pipeline, source)
    assert (masked.width, masked.height) == (512, 400)
    assert inside(masked)[40:160, 180:270].all()
    assert not shown(masked.data).getexif()


def test_what_the_recipe_does_not_name_is_not_looked_for() -> None:
    pipeline = scripted((FACE,))
    masked = pipeline.mask(saved(noise(), "PNG"), Recipe({}))
    assert masked.regions == ()
    assert difference(shown(masked.data), noise()) == 0


@pytest.mark.parametrize(
    ("hide", "field"),
    [
        pytest.param({"soul": Hide()}, "recipe.hide", id="label"),
        pytest.param({"face": Hide("wish")}, "recipe.hide.face.style", id="style"),
    ],
)
def test_an_unknown_name_ends_the_work_without_a_result(hide: dict[str, Hide], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        scripted((FACE,)).mask(saved(noise(), "PNG"), Recipe(hide))
    assert caught.value.field == field


def test_a_detector_that_fails_ends_the_work_without_a_result() -> None:
    pipeline = scripted()
    steps = pipeline.steps[2]
    steps.detectors["face"].find = lambda *_: 1 / 0  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        pipeline.mask(saved(noise(), "PNG"), FACES)
