from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PIL import Image

from functions.core.hide import Hide
from functions.core.recipe import Look
from functions.core.region import Box
from functions.imaging import encoding, verifying
from functions.imaging.boxes import PixelBox
from functions.imaging.detectors import Found, retinaface, text
from functions.imaging.encoding import encode_picture
from functions.imaging.limits import Limits
from functions.imaging.opening import Opened, open_picture
from functions.imaging.steps import Detect

from .making import (
    CONTENT_TYPES,
    FACES,
    FAINT,
    FILL,
    Script,
    inside,
    mask,
    noise,
    saved,
    scripted,
    shown,
)

FIRST, SECOND, THIRD, FOURTH = (Box(left, 0.7, 0.08, 0.1) for left in (0.05, 0.3, 0.55, 0.8))
FIFTH = Box(0.05, 0.4, 0.08, 0.1)


def test_a_face_seen_at_the_second_look_is_covered_too() -> None:
    masked = mask(scripted((FIRST,), (FIRST, SECOND), ()), saved(noise(), "PNG"))
    assert [region.box for region in masked.regions] == [FIRST, SECOND]
    assert (masked.verdict.verified, masked.verdict.rounds) == (True, 1)
    assert (np.asarray(shown(masked.data))[inside(masked)] == FILL).all()


def test_a_face_that_was_missed_at_first_is_no_picture_without_faces() -> None:
    masked = mask(scripted((), (FIRST,), ()), saved(noise(), "PNG"))
    assert [region.box for region in masked.regions] == [FIRST]


def test_after_three_rounds_a_further_face_fails_the_verdict() -> None:
    masked = mask(scripted((FIRST,), (SECOND,), (THIRD,), (FOURTH,), (FIFTH,)), saved(noise(), "PNG"))
    assert (masked.verdict.failures, masked.verdict.rounds) == (("face_found_again",), 3)
    assert not masked.verdict.verified


def test_three_rounds_are_enough_for_three_further_faces() -> None:
    masked = mask(scripted((FIRST,), (SECOND,), (THIRD,), (FOURTH,), ()), saved(noise(), "PNG"))
    assert (masked.verdict.failures, masked.verdict.rounds) == ((), 3)
    assert len(masked.regions) == 4


def test_a_cover_that_is_taken_for_a_face_is_not_covered_for_ever() -> None:
    masked = mask(scripted((FIRST,)), saved(noise(), "PNG"))
    assert (masked.verdict.failures, masked.verdict.rounds, len(masked.regions)) == ((), 0, 1)


BESIDE = Box(FIRST.left + 0.06, FIRST.top, FIRST.width, FIRST.height)  # a third of it is in view


def test_a_face_partly_behind_a_cover_is_covered_if_the_original_hinted_at_it() -> None:
    hint = Found(FAINT, replace(BESIDE, width=BESIDE.width * 1.3))
    masked = mask(scripted((FIRST, hint), (BESIDE,), ()), saved(noise(), "PNG"))
    assert [region.box for region in masked.regions] == [FIRST, BESIDE]
    assert masked.verdict.verified


def test_a_face_that_a_cover_only_pretends_is_not_covered() -> None:
    hint = Found(FAINT, SECOND)
    masked = mask(scripted((FIRST, hint), (BESIDE,)), saved(noise(), "PNG"))
    assert ([region.box for region in masked.regions], masked.verdict.verified) == ([FIRST], True)


def test_a_strip_at_the_rim_of_a_cover_is_no_face_whatever_was_hinted() -> None:
    strip = replace(FIRST, left=FIRST.left + 0.025)
    masked = mask(scripted((FIRST, Found(FAINT, strip)), (strip,)), saved(noise(), "PNG"))
    assert ([region.box for region in masked.regions], masked.verdict.rounds) == ([FIRST], 0)


def test_a_face_that_just_touches_a_cover_is_covered_without_a_hint() -> None:
    touching = Box(FIRST.left + 0.1, FIRST.top, FIRST.width, FIRST.height)
    masked = mask(scripted((FIRST,), (touching,), ()), saved(noise(), "PNG"))
    assert [region.box for region in masked.regions] == [FIRST, touching]


def test_what_is_seen_faintly_is_no_finding() -> None:
    faint = Found(FAINT, FIRST)
    masked = mask(scripted((faint,), (faint,)), saved(noise(), "PNG"))
    assert (masked.regions, masked.verdict.verified) == ((), True)


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_a_place_that_is_not_covered_in_the_file_fails_the_verdict(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(picture: Image.Image, name: str, *, lossless: bool) -> bytes:
        half = picture.copy()
        half.paste(noise(12, 8, seed=4), (34, 22))
        return encode_picture(half, name, lossless=lossless)

    monkeypatch.setattr(encoding, "encode_picture", forgetful)
    masked = mask(scripted((Box(0.3, 0.3, 0.3, 0.3),)), saved(noise(), name))
    assert masked.verdict.failures == ("region_not_covered",)


def spoiled(how: str, picture: Image.Image, name: str, *, lossless: bool) -> bytes:
    """An encoder with a fault."""
    match how:
        case "comment":
            return saved(picture, "JPEG", quality=90, comment=b"hello")
        case "trailer":
            return saved(picture, "JPEG", quality=90) + b"\0"
        case "cropped":
            return saved(picture.crop((0, 0, 90, 64)), "JPEG", quality=90)
        case "cut":
            return saved(picture, "JPEG", quality=90)[:-40]
        case "format":
            return saved(picture, "PNG")
        case _:
            return saved(picture.point(lambda value: min(255, value + 40)), "JPEG", quality=90)


@pytest.mark.parametrize(
    ("how", "failure"),
    [
        pytest.param("comment", "structure", id="with a comment"),
        pytest.param("trailer", "structure", id="with a byte behind the end"),
        pytest.param("cropped", "size_changed", id="of another size"),
        pytest.param("cut", "unreadable", id="cut off"),
        pytest.param("format", "unreadable", id="in another format"),
        pytest.param("brightened", "region_not_covered", id="of other colours"),
    ],
)
def test_a_result_that_is_not_as_it_should_be_fails_the_verdict(
    how: str, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "encode_picture", partial(spoiled, how))
    masked = mask(scripted((Box(0.4, 0.4, 0.2, 0.2),)), saved(noise(), "JPEG"))
    assert masked.verdict.failures == (failure,)


WIDE = noise(2600, 203)
FAST = replace(FACES, detect=Look("fast"))
AT_THE_EDGE = Box(0.8, 0.6, 0.2, 0.4)


def test_a_large_jpeg_is_looked_at_again_no_larger_than_the_closest_view() -> None:
    pipeline = scripted((AT_THE_EDGE,))
    assert pipeline.mask(saved(WIDE, "JPEG"), FAST).verdict.verified
    (detector,) = (step.detectors["face"] for step in pipeline.steps if isinstance(step, Detect))
    assert isinstance(detector, Script)
    assert detector.looks == [(2600, 203), (650, 51)]


def test_no_detector_looks_closer_than_a_result_is_decoded() -> None:
    for effort, side in verifying.CLOSEST.items():
        assert max(*retinaface.LONG_SIDES[effort], text.LONG_SIDES[effort]) <= side


def oversight(how: str, picture: Image.Image, name: str, *, lossless: bool) -> bytes:
    """An encoder with a fault that is small in a large picture."""
    faulty = picture.copy()
    match how:
        case "window":
            faulty.paste(noise(16, 16, seed=4), (2300, 160))
        case "shimmer":
            cover = PixelBox(2080, 121, 2600, 203)
            faulty.paste(Image.blend(faulty.crop(cover), WIDE.crop(cover), 0.15), cover)
        case "row":
            faulty = faulty.crop((0, 0, 2600, 202))
    return encode_picture(faulty, name, lossless=lossless)


@pytest.mark.parametrize(
    ("how", "failures"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("window", ("region_not_covered",), id="one block of the cover"),
        pytest.param("shimmer", ("region_not_covered",), id="a cover that something shines through"),
        pytest.param("row", ("size_changed",), id="a row is missing"),
    ],
)
@pytest.mark.parametrize("effort", ["fast", "balanced"])
def test_a_picture_that_is_decoded_smaller_is_judged_as_strictly(
    how: str, failures: tuple[str, ...], effort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "encode_picture", partial(oversight, how))
    masked = scripted((AT_THE_EDGE,)).mask(
        saved(WIDE, "JPEG"), replace(FAST, hide={"face": Hide(grow=0)}, detect=Look(effort))
    )
    assert masked.verdict.failures == failures


def test_what_is_judged_is_the_file_and_not_the_picture_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = []

    def spy(data: bytes, limits: Limits) -> Opened:
        judged.append(data)
        return open_picture(data, limits)

    monkeypatch.setattr(verifying, "open_picture", spy)
    masked = mask(scripted((FIRST,), (SECOND,), ()), saved(noise(), "PNG"))
    assert judged[-1] == masked.data
    assert len(judged) == 2
