"""Which pixels a cover takes, and that a cover is told from what it hides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from functions.core.hide import Hide
from functions.core.region import Box
from functions.core.shapes import Point, Polygon, holds
from functions.imaging.boxes import PixelBox
from functions.imaging.comparing import is_painted
from functions.imaging.covers import Cover, cover_of
from functions.imaging.detectors import Found
from functions.imaging.maskers.solid import Solid
from functions.imaging.polygons import filled
from functions.imaging.steps import paint

from .making import noise, saved, shown

sides = st.integers(1, 300)
fractions = st.floats(0, 1)


@settings(deadline=None)
@given(size=st.tuples(sides, sides), edges=st.tuples(fractions, fractions, fractions, fractions),
       label=st.sampled_from(["face", "region"]), shape=st.sampled_from(["box", "ellipse"]),
       grow=st.floats(0, 2))  # fmt: skip
def test_a_cover_hides_every_pixel_of_the_box_whatever_its_shape_and_growth(
    size: tuple[int, int], edges: tuple[float, ...], label: str, shape: str, grow: float
) -> None:
    """Promise 1."""
    left, top = edges[0] * 0.99, edges[1] * 0.99
    box = Box(left, top, max(0.005, edges[2] * (1 - left)), max(0.005, edges[3] * (1 - top)))
    cover = cover_of(label, Found(1, box), Hide(shape=shape, grow=grow), size)
    mask = np.zeros((size[1], size[0]), dtype=bool)
    where = cover.where
    assert 0 <= where.left < where.right <= size[0]
    assert 0 <= where.top < where.bottom <= size[1]
    mask[where.top : where.bottom, where.left : where.right] = np.asarray(cover.mask()) == 255
    first = int(box.left * size[0]), int(box.top * size[1])
    last = min(size[0], (box.left + box.width) * size[0]), min(size[1], (box.top + box.height) * size[1])
    assert mask[first[1] : int(np.ceil(last[1])), first[0] : int(np.ceil(last[0]))].all()


def _ellipse(box: Box) -> Cover:
    return cover_of("face", Found(1, box), Hide(shape="ellipse"), (500, 500))


def test_an_ellipse_leaves_the_corners_of_a_grown_box() -> None:
    mask = np.asarray(
        cover_of("face", Found(1, Box(0.4, 0.4, 0.2, 0.2)), Hide(shape="ellipse"), (500, 500)).mask()
    )
    assert set(np.unique(mask)) == {0, 255}
    assert (mask[[0, 0, -1, -1], [0, -1, 0, -1]] == 0).all()
    assert (mask == 255).mean() == pytest.approx(np.pi / 4, abs=0.02)


def test_an_ellipse_that_the_edge_cuts_keeps_its_middle() -> None:
    cover = _ellipse(Box(0, 0.4, 0.1, 0.2))
    assert cover.where.left == 0
    assert np.asarray(cover.mask())[:, 0].sum() > 255 * 80


corner = st.tuples(fractions, fractions)


@settings(deadline=None, max_examples=60)
@given(points=st.lists(corner, min_size=3, max_size=8))
def test_a_polygon_takes_what_it_winds_around(points: list[Point]) -> None:
    side = 60
    mask = np.asarray(filled([(x * side, y * side) for x, y in points], (side, side)))
    polygon = Polygon(tuple(points))
    for x, y in ((x, y) for x in range(0, side, 3) for y in range(0, side, 3)):
        if holds(polygon, ((x + 0.5) / side, (y + 0.5) / side)):
            assert mask[y, x] == 255


def test_a_polygon_that_crosses_itself_has_no_hole_and_takes_nothing_else() -> None:
    star = [(50, 0), (80, 100), (0, 40), (100, 40), (20, 100)]
    mask = np.asarray(filled(star, (100, 100)))
    assert mask[50, 50] == 255
    assert mask[90, 5] == mask[20, 10] == mask[99, 50] == 0


def _cover(where: PixelBox, shape: str = "box") -> Cover:
    return Cover("face", where, shape, where)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("shape", ["box", "ellipse"])
def test_painting_changes_what_the_cover_hides_and_nothing_else(mode: str, shape: str) -> None:
    """Promises 3 and 4."""
    picture = noise(channels=4).convert(mode)
    before, cover = np.asarray(picture).copy(), _cover(PixelBox(20, 10, 70, 50), shape)
    paint(picture, cover, Solid("#102030"))
    hidden = np.zeros((picture.height, picture.width), dtype=bool)
    hidden[10:50, 20:70] = np.asarray(cover.mask()) == 255
    after = np.asarray(picture)
    assert (after[hidden] == (0x10, 0x20, 0x30, 255)[: len(mode)]).all()
    assert (after[~hidden] == before[~hidden]).all()


class Narrow:
    """A masker that makes less than it was asked for."""

    def patch(self, crop: Image.Image, _cover: Cover) -> Image.Image:
        return crop.crop((0, 0, crop.width - 1, crop.height))


def test_a_masker_that_makes_too_little_ends_the_work() -> None:
    with pytest.raises(AssertionError):
        paint(noise(), _cover(PixelBox(20, 10, 70, 50)), Narrow())


@pytest.mark.parametrize("name", ["JPEG", "WEBP"])
@pytest.mark.parametrize("ground", ["white", "black", "#902020", "#209020", "blue", None])
@pytest.mark.parametrize("colour", ["#404040", "#ff0000", "#00ff00", None])
def test_a_cover_is_known_again_after_a_codec_and_what_was_there_is_not(
    name: str, ground: str | None, colour: str | None
) -> None:
    for left in range(20, 36, 3):
        before = Image.new("RGB", (128, 96), ground) if ground else noise(128, 96)
        cover, painted = _cover(PixelBox(left, left, left + 40, left + 33), "ellipse"), before.copy()
        painted.paste(noise(40, 33, seed=5) if colour is None else colour, cover.where, cover.mask())
        after = shown(saved(painted, name, quality=90)).convert("RGB")
        assert is_painted(after, painted, cover, lossless=False)
        assert not is_painted(shown(saved(before, name, quality=90)), painted, cover, lossless=False)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_after_a_lossless_encoder_a_cover_is_exact(mode: str) -> None:
    painted = noise().convert(mode)
    cover = _cover(PixelBox(20, 10, 70, 50), "ellipse")
    paint(painted, cover, Solid())
    decoded = painted.copy()
    decoded.putpixel((20, 10), (1, 2, 3))  # beside the ellipse
    assert is_painted(decoded, painted, cover, lossless=True)
    decoded.putpixel((45, 30), (64, 64, 65))
    assert not is_painted(decoded, painted, cover, lossless=True)
    assert is_painted(decoded, painted, cover, lossless=False)


def test_a_cover_that_lets_light_through_is_none() -> None:
    painted = noise(channels=4)
    cover = _cover(PixelBox(20, 10, 70, 50))
    paint(painted, cover, Solid())
    decoded = painted.copy()
    decoded.putpixel((45, 30), (64, 64, 64, 254))
    assert not is_painted(decoded, painted, cover, lossless=False)
