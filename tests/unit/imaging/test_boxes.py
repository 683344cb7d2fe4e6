import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.hide import Hide
from functions.core.region import Box
from functions.imaging.boxes import alike, clipped, fractions, pixels
from functions.imaging.comparing import share_in_view
from functions.imaging.covers import Cover, cover_of
from functions.imaging.detectors import Found

sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))
edges = st.floats(-2, 3, allow_nan=False)


def cover(
    box: Box,
    size: tuple[int, int],
) -> Cover:
    return cover_of("face", Found(1, box), Hide(), size)


@given(size=sizes, left=edges, top=edges, wide=st.floats(0, 3), high=st.floats(0, 3))
def test_what_is_covered_holds_the_box_and_stays_in_the_picture(
    size: tuple[int, int], left: float, top: float, wide: float, high: float
) -> None:
    box = clipped(left, top, left + wide, top + high)
    if box is None:
        return
    covered = fractions(cover(box, size).where, size)
    rounding = 1e-9
    assert 0 <= covered.left <= box.left
    assert 0 <= covered.top <= box.top
    assert box.left + box.width <= covered.left + covered.width + rounding <= 1 + 2 * rounding
    assert box.top + box.height <= covered.top + covered.height + rounding <= 1 + 2 * rounding


@given(size=sizes, left=edges, top=edges, wide=st.floats(0, 3), high=st.floats(0, 3))
def test_covered_names_exactly_the_pixels_that_were_painted(
    size: tuple[int, int], left: float, top: float, wide: float, high: float
) -> None:
    box = clipped(left, top, left + wide, top + high)
    if box is None:
        return
    painted = cover(box, size).where
    assert pixels(fractions(painted, size), size) == painted
    assert painted.left < painted.right
    assert painted.top < painted.bottom


def test_a_cover_reaches_further_up_than_down() -> None:
    assert cover(Box(0.4, 0.4, 0.2, 0.2), (1000, 1000)).where == pytest.approx((339, 299, 661, 661), abs=1)


@pytest.mark.parametrize(
    ("eyes", "mouth", "where"),
    [
        pytest.param((0.5, 0.45), (0.5, 0.55), (339, 299, 661, 661), id="upright"),
        pytest.param((0.5, 0.55), (0.5, 0.45), (339, 339, 661, 701), id="on the head"),
        pytest.param((0.45, 0.5), (0.55, 0.5), (299, 339, 661, 661), id="lying, with the head at the left"),
        pytest.param((0.55, 0.5), (0.45, 0.5), (339, 339, 701, 661), id="lying, with the head at the right"),
        pytest.param((0.5, 0.5), (0.5, 0.5), (339, 299, 661, 661), id="who can tell"),
    ],
)
def test_a_cover_reaches_further_where_the_hair_is(
    eyes: tuple[float, float], mouth: tuple[float, float], where: tuple[int, ...]
) -> None:
    found = Found(1, Box(0.4, 0.4, 0.2, 0.2), (eyes, eyes, (0.5, 0.5), mouth, mouth))
    assert cover_of("face", found, Hide(), (1000, 1000)).where == pytest.approx(where, abs=1)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param((1.0, 0.2, 1.4, 0.4), id="right of it"),
        pytest.param((0.2, -0.5, 0.4, 0.0), id="above it"),
        pytest.param((0.5, 0.5, 0.5, 0.9), id="without width"),
    ],
)
def test_a_box_without_a_pixel_in_the_picture_is_none(edges: tuple[float, float, float, float]) -> None:
    assert clipped(*edges) is None


def test_an_edge_that_is_not_a_number_covers_too_much_and_not_too_little() -> None:
    nan = float("nan")
    assert clipped(nan, nan, nan, nan) == Box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("covers", "share"),
    [
        pytest.param([], 1.0, id="nothing covered"),
        pytest.param([Box(0, 0, 1, 1)], 0.0, id="all covered"),
        pytest.param([Box(0, 0, 0.5, 1)], 0.5, id="half covered"),
        pytest.param([Box(0, 0, 0.5, 1), Box(0.25, 0, 0.25, 1)], 0.5, id="covered twice counts once"),
        pytest.param([Box(0, 0, 0.5, 1), Box(0.5, 0, 0.5, 1)], 0.0, id="two halves make a whole"),
    ],
)
def test_how_much_of_a_box_is_left_to_see(covers: list[Box], share: float) -> None:
    given = [cover_of("region", Found(1, box), Hide(), (800, 600)) for box in covers]
    assert share_in_view(Found(1, Box(0.2, 0.2, 0.6, 0.6)), given, (800, 600)) == pytest.approx(
        share, abs=0.02
    )


@pytest.mark.parametrize(
    ("other", "share"),
    [
        pytest.param(Box(0.2, 0.2, 0.4, 0.4), 1.0, id="the same"),
        pytest.param(Box(0.4, 0.2, 0.4, 0.4), 1 / 3, id="half beside it"),
        pytest.param(Box(0.2, 0.2, 0.2, 0.2), 1 / 4, id="a quarter of it"),
        pytest.param(Box(0.8, 0.2, 0.1, 0.4), 0.0, id="beside it"),
        pytest.param(Box(0.8, 0.8, 0.1, 0.1), 0.0, id="across the corner"),
    ],
)
def test_how_far_two_boxes_are_one_place(other: Box, share: float) -> None:
    assert alike(Box(0.2, 0.2, 0.4, 0.4), other) == pytest.approx(share)
