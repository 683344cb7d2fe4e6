"""What a detector looks at."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from functions.imaging.detectors.views import LARGEST, TILE, close_views, first_views

from .making import noise


@pytest.mark.parametrize(
    ("size", "seen"),
    [
        pytest.param((100, 50), (100, 50), id="small: as it is"),
        pytest.param((1000, 500), (640, 320), id="larger: at 640"),
        pytest.param((1, 30_000), (1, 640), id="never without a pixel"),
    ],
)
def test_the_first_look_is_at_the_whole(size: tuple[int, int], seen: tuple[int, int]) -> None:
    (view,) = first_views(Image.new("RGB", size), 640, (0,))
    assert (view.picture.size, view.close) == (seen, False)


@pytest.mark.parametrize(
    ("size", "seen"),
    [
        pytest.param((100, 50), [(200, 100)], id="small: at twice its size, once"),
        pytest.param((700, 700), [(780, 780)] * 4 + [(720, 720)] * 4, id="medium: cut in four"),
        pytest.param((4000, 2000), [(1040, 960), (1040, 960), (720, 640), (720, 640)], id="large: in two"),
        pytest.param((1, 30_000), [(1, 1040), (1, 1040), (1, 720), (1, 720)], id="never without a pixel"),
    ],
)
def test_closer_looks_are_at_tiles(size: tuple[int, int], seen: list[tuple[int, int]]) -> None:
    made = list(close_views(Image.new("RGB", size), (1280, 1920), 0))
    assert [view.picture.size for view in made] == seen
    assert all(view.close for view in made)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("size", [(1400, 1100), (900, 2100)])
def test_every_place_of_the_picture_is_in_a_view_and_knows_where_it_was(
    turn: int, size: tuple[int, int]
) -> None:
    spot = Image.new("RGB", size)
    spot.paste("white", (800, 600, 804, 604))
    found = 0
    for view in (*close_views(spot, (1920,), turn), *first_views(spot, 640, (turn,))):
        lit = np.argwhere(np.asarray(view.picture.convert("L")) > 90)
        if len(lit):
            middle = (lit.mean(axis=0) + 0.5)[None, ::-1].astype(np.float32)
            assert view.upright(middle)[0] == pytest.approx((802 / size[0], 602 / size[1]), abs=0.002)
            found += 1
    assert found >= 2


def test_the_largest_face_of_a_closer_look_is_whole_in_some_tile_and_tiles_are_small() -> None:
    tiles = list(close_views(Image.new("RGB", (5000, 4000)), (1920,), 0))
    assert all(max(tile.picture.size) <= TILE + LARGEST for tile in tiles)
    ends = sorted({(round(t.part.left * 1920), round((t.part.left + t.part.width) * 1920)) for t in tiles})
    assert all(before[1] - after[0] > LARGEST for before, after in pairwise(ends))
    assert (ends[0][0], ends[-1][1]) == (0, 1920)


def test_what_is_transparent_is_looked_at_as_seen_and_as_stored() -> None:
    picture = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    colours = [view.picture.getpixel((5, 5)) for view in first_views(picture, 640, (0,))]
    assert colours == [(128, 128, 128), (255, 0, 0)]
    opaque = Image.new("RGBA", (10, 10), (255, 0, 0, 255))
    assert [view.picture.getpixel((5, 5)) for view in first_views(opaque, 640, (0,))] == [(255, 0, 0)]


def test_views_do_not_change_the_picture() -> None:
    picture = noise(700, 500, channels=4)
    before = picture.tobytes()
    list(close_views(picture, (1920,), 1))
    assert picture.tobytes() == before
