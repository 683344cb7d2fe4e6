"""Animations: every frame is covered, and none of them flashes up what the others hide."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from functions.core.errors import Refused
from functions.core.masked import Masked
from functions.core.region import Box
from functions.imaging import encoding
from functions.imaging.encoding import encode_picture
from functions.imaging.limits import Limits
from functions.imaging.opening import open_picture
from functions.imaging.pipeline import Pipeline
from functions.imaging.structure import is_clean
from functions.imaging.timing import Timing, duration_of, plays_of
from functions.imaging.weaving import weave_gif

from .making import CANARY, FILL, FORMATS, mask, noise, saved, scripted

FACE = Box(0.4, 0.4, 0.2, 0.2)
MOVING = ("GIF", "PNG", "WEBP")
OPTIONS: dict[str, dict[str, Any]] = {"GIF": {}, "PNG": {}, "WEBP": {"lossless": True}}
DURATIONS = (40, 100, 250, 70)


def few_colours(seed: int, size: tuple[int, int] = (48, 36)) -> Image.Image:
    """A picture that a GIF holds as it is."""
    return noise(size[0] // 6, size[1] // 6, seed=seed).quantize(32).convert("RGB").resize(size, 0)


def animation(name: str, frames: int = 4, **options: Any) -> bytes:
    pictures = [few_colours(seed) for seed in range(frames)]
    options = OPTIONS[name] | {"duration": list(DURATIONS[:frames]), "loop": 0} | options
    return saved(pictures[0], name, save_all=True, append_images=pictures[1:], **options)


def frames_of(data: bytes) -> Iterator[Image.Image]:
    picture = Image.open(BytesIO(data))
    for index in range(getattr(picture, "n_frames", 1)):
        picture.seek(index)
        picture.load()
        yield picture


def covered(frame: Image.Image, box: Box = FACE) -> bool:
    width, height = frame.size
    left, top = box.left * width, box.top * height
    inside = frame.convert("RGB").crop(
        (round(left), round(top), round(left + box.width * width), round(top + box.height * height))
    )
    return bool((np.asarray(inside) == FILL).all())


def hidden_in(masked: Masked, box: Box = FACE) -> list[bool]:
    assert masked.verdict.verified, masked.verdict
    return [covered(frame, box) for frame in frames_of(masked.data)]


@pytest.mark.parametrize("name", MOVING)
def test_every_frame_is_covered_and_runs_as_before(name: str) -> None:
    """Promise 1: all frames are judged in the encoded file."""
    masked = mask(scripted((FACE,)), animation(name))
    assert hidden_in(masked) == [True] * 4
    assert FORMATS[masked.content_type] == name
    assert is_clean(masked.data, name)
    assert [duration_of(frame) for frame in frames_of(masked.data)] == list(DURATIONS)
    assert plays_of(Image.open(BytesIO(masked.data))) == 0
    assert masked.verdict.checks["looks"] == 4


@pytest.mark.parametrize("name", MOVING)
def test_outside_the_covers_no_pixel_of_any_frame_changes(name: str) -> None:
    """Promise 4: these are all written without loss."""
    masked = mask(scripted((FACE,)), animation(name))
    for before, after in zip(frames_of(animation(name)), frames_of(masked.data), strict=True):
        off = np.asarray(before.convert("RGB")) != np.asarray(after.convert("RGB"))
        where = masked.regions[0].covered
        left, top = round(where.left * 48), round(where.top * 36)
        off[top : top + round(where.height * 36), left : left + round(where.width * 48)] = False
        assert not off.any()


@pytest.mark.parametrize("missed", range(4))
def test_a_face_that_is_missed_in_one_frame_does_not_flash_up_there(missed: int) -> None:
    looks = [() if index == missed else (FACE,) for index in range(4)]
    masked = mask(scripted(*looks, ()), animation("GIF"))
    assert hidden_in(masked) == [True] * 4
    assert len(masked.regions) == 1


def test_between_two_sightings_all_that_lies_between_is_covered() -> None:
    here, there = Box(0.1, 0.4, 0.3, 0.3), Box(0.3, 0.4, 0.3, 0.3)
    masked = mask(scripted((here,), (), (), (there,), ()), animation("GIF"))
    assert hidden_in(masked, here) == [True, True, True, False]
    assert hidden_in(masked, there) == [False, True, True, True]


def test_what_is_only_found_in_the_result_is_covered_in_the_frames_around() -> None:
    """Promise 1."""
    nothing: tuple[Box, ...] = ()
    masked = mask(scripted(*[nothing] * 4, nothing, (FACE,), nothing, nothing, nothing), animation("PNG"))
    assert hidden_in(masked) == [True] * 4
    assert (masked.verdict.rounds, masked.verdict.found_again) == (1, 1)


def test_things_far_from_each_other_are_two_regions() -> None:
    other = Box(0.05, 0.05, 0.1, 0.1)
    masked = mask(scripted((FACE, other)), animation("GIF"))
    assert len(masked.regions) == 2
    assert {region.box for region in masked.regions} == {FACE, other}


def test_one_frame_that_is_not_covered_in_the_file_fails_the_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Promise 1."""
    count = iter(range(100))

    def forgetful(picture: Image.Image, name: str, *, lossless: bool) -> bytes:
        return encode_picture(few_colours(2) if next(count) == 2 else picture, name, lossless=lossless)

    monkeypatch.setattr(encoding, "encode_picture", forgetful)
    masked = mask(scripted((FACE,)), animation("GIF"))
    assert masked.verdict.failures == ("region_not_covered",)


@pytest.mark.parametrize(
    ("wish", "kind", "frames"),
    [
        pytest.param("png", "image/png", 4, id="PNG"),
        pytest.param("webp", "image/webp", 4, id="WebP"),
        pytest.param("jpeg", "image/jpeg", 1, id="JPEG shows the first frame"),
    ],
)
def test_an_animation_becomes_what_the_recipe_asks_for(wish: str, kind: str, frames: int) -> None:
    masked = mask(scripted((FACE,)), animation("GIF"), wish)
    assert (masked.content_type, masked.verdict.failures) == (kind, ())
    assert len(list(frames_of(masked.data))) == frames


def test_frames_that_differ_in_transparency_come_out_alike() -> None:
    clear = few_colours(1).convert("RGBA")
    clear.putalpha(Image.new("L", clear.size, 255))
    clear.paste((0, 0, 0, 0), (0, 0, 9, 9))
    frames = [clear, few_colours(2).convert("RGBA")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2, duration=50)
    masked = mask(scripted((FACE,)), data)
    assert hidden_in(masked) == [True, True]
    seen = [frame.convert("RGBA").getchannel("A").getpixel((3, 3)) for frame in frames_of(masked.data)]
    assert seen == [0, 255]


@pytest.mark.parametrize("name", MOVING)
def test_too_many_frames_are_refused_before_any_is_decoded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 13."""
    data = animation(name)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    with pytest.raises(Refused) as caught:
        open_picture(data, Limits(frames=3))
    assert (caught.value.reason, caught.value.limit) == ("too_many_frames", "3 frames")


@pytest.mark.parametrize("name", MOVING)
def test_many_small_frames_cost_as_much_as_a_large_picture(name: str) -> None:
    """Promise 13: the budget is frames times pixels."""
    with pytest.raises(Refused) as caught:
        open_picture(animation(name), Limits(pixels=4 * 48 * 36 - 1))
    assert (caught.value.reason, caught.value.limit) == ("too_large", "6,911 pixels in all its frames")
    assert open_picture(animation(name), Limits(pixels=4 * 48 * 36)).frames == 4


@pytest.mark.parametrize("name", MOVING)
def test_a_cut_animation_never_gives_its_first_frames(name: str) -> None:
    data = animation(name)
    for cut in range(1, len(data), 7):
        with pytest.raises(Refused):
            list(open_picture(data[:cut], Limits()).decoded())


def test_the_picture_that_a_moving_png_shows_to_old_viewers_is_left_behind() -> None:
    pictures = [few_colours(seed) for seed in range(3)]
    data = saved(noise(48, 36), "PNG", save_all=True, append_images=pictures, default_image=True)
    masked = mask(scripted((FACE,)), data)
    assert hidden_in(masked) == [True] * 3


@pytest.mark.parametrize(
    ("loop", "plays"), [pytest.param(None, 1, id="once"), (0, 0), (2, 3)], ids=["once", "for ever", "thrice"]
)
def test_a_gif_is_played_as_often_as_before(loop: int | None, plays: int) -> None:
    data = (
        animation("GIF", loop=loop)
        if loop is not None
        else weave_gif([saved(few_colours(seed), "GIF") for seed in range(2)], Timing((50, 50), 1))
    )
    assert plays_of(Image.open(BytesIO(data))) == plays
    for wish in ("same", "png", "webp"):
        masked = mask(scripted((FACE,)), data, wish)
        assert plays_of(Image.open(BytesIO(masked.data))) == plays


def gif_with_comment() -> bytes:
    return animation("GIF", comment=CANARY)


def webp_with_everything() -> bytes:
    return animation("WEBP", exif=b"Exif\0\0" + CANARY, xmp=CANARY, icc_profile=CANARY)


@pytest.mark.parametrize("make", [gif_with_comment, webp_with_everything], ids=["GIF", "WebP"])
def test_no_metadata_of_an_animation_is_in_the_result(make: Callable[[], bytes]) -> None:
    """Promise 2."""
    data = make()
    assert CANARY in data
    assert CANARY not in mask(scripted((FACE,)), data).data


def test_a_real_face_that_moves_is_found_in_no_frame_of_the_result(pipeline: Pipeline, build: Path) -> None:
    """Promise 1."""
    photo = Image.open(build / "photos" / "astronaut.png").convert("RGB").resize((256, 256))
    frames = [photo.crop((shift, 0, shift + 200, 200)) for shift in (0, 12, 24, 36)]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)
    masked = mask(pipeline, data)
    assert masked.verdict.verified
    for frame in frames_of(masked.data):
        assert not mask(pipeline, saved(frame.convert("RGB"), "PNG")).regions
