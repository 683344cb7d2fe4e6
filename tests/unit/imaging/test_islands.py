"""Islands against the plainest way to find them, and the rectangles around them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw

from functions.imaging.detectors.islands import Bools, Ints, islands
from functions.imaging.detectors.rectangles import smallest_rectangles
from functions.imaging.detectors.tiles import tiles

maps = arrays.arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def _plainly(mask: Bools) -> list[set[tuple[int, int]]]:
    """By walking from pixel to pixel."""
    left = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    found = []
    while left:
        edge = [left.pop()]
        island = set(edge)
        while edge:
            y, x = edge.pop()
            near = {(y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            island |= near
            edge += near
        found.append(island)
    return sorted(found, key=min)


def _numbers(mask: Bools) -> Ints:
    runs, numbers = islands(mask), np.full(mask.shape, -1)
    for row, start, end, island in zip(runs.row, runs.start, runs.end, runs.island, strict=True):
        numbers[row, start:end] = island
    return numbers


@settings(deadline=None, max_examples=200)
@given(mask=maps)
def test_islands_are_those_that_one_finds_by_walking(mask: Bools) -> None:
    numbers = _numbers(mask)
    found = [
        set(zip(*(axis.tolist() for axis in np.nonzero(numbers == i)), strict=True))
        for i in range(numbers.max() + 1)
    ]
    assert sorted(found, key=min) == _plainly(mask)
    assert islands(mask).areas().tolist() == [len(each) for each in found]
    values = np.arange(mask.size, dtype=np.float32).reshape(mask.shape)
    assert islands(mask).sums(values).tolist() == [sum(values[at] for at in each) for each in found]


def test_a_snake_through_the_whole_map_is_one_island() -> None:
    mask = np.zeros((401, 401), dtype=bool)
    mask[::2] = True
    mask[1::4, -1] = mask[3::4, 0] = True
    assert islands(mask).areas().tolist() == [mask.sum()]


def test_islands_that_are_not_wanted_go_and_the_others_are_numbered_anew() -> None:
    mask = np.array([[1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=bool)
    runs = islands(mask)
    kept = runs.of(runs.areas() > 1)
    assert (kept.areas().tolist(), kept.island.tolist()) == ([2, 4], [0, 1])
    assert len(smallest_rectangles(runs.of(runs.areas() > 9), 1)) == 0


@pytest.mark.parametrize("degrees", [0, 10, 37, 80])
def test_a_bar_at_any_angle_has_a_rectangle_of_its_own_size(degrees: int) -> None:
    picture = Image.new("L", (400, 400))
    ImageDraw.Draw(picture).rectangle((100, 180, 299, 219), fill=255)
    turned = np.asarray(picture.rotate(degrees, Image.Resampling.BICUBIC)) > 127
    (corners,) = smallest_rectangles(islands(turned), 0)
    sides = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T)
    assert sorted(sides[:2]) == pytest.approx([40, 200], abs=5)
    assert corners.mean(axis=0) == pytest.approx((200, 200), abs=2)


def test_a_rectangle_reaches_out_by_area_over_perimeter() -> None:
    mask = np.zeros((50, 100), dtype=bool)
    mask[20:30, 20:60] = True
    (corners,) = smallest_rectangles(islands(mask), 1.5)
    out = 1.5 * 40 * 10 / (2 * (40 + 10))
    assert corners.min(axis=0) == pytest.approx((20 - out, 20 - out))
    assert corners.max(axis=0) == pytest.approx((60 + out, 30 + out))


@settings(max_examples=200)
@given(size=st.tuples(st.integers(1, 3000), st.integers(1, 3000)))
def test_tiles_leave_nothing_out_and_are_no_larger_than_asked_for(size: tuple[int, int]) -> None:
    made = list(tiles(size, 1280, 128))
    assert all(right - left <= 1280 and bottom - top <= 1280 for left, top, right, bottom in made)
    columns, rows = sorted({box[0::2] for box in made}), sorted({box[1::2] for box in made})
    for spans, length in ((columns, size[0]), (rows, size[1])):
        assert (spans[0][0], spans[-1][1]) == (0, length)
        assert all(one[1] - other[0] >= 128 for one, other in pairwise(spans))
    assert len(made) == len(columns) * len(rows)
