"""From a coarse outline to a soft edge, and the colours there."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from functions.imaging.background import edges
from functions.imaging.background.colours import own_colours
from functions.imaging.background.edges import box_mean, soft_edge, tiles, work_size
from functions.imaging.background.subject import FindSubject
from functions.imaging.detectors.outlines import Floats, unit
from functions.imaging.detectors.retinaface import RetinaFace
from functions.imaging.detectors.u2netp import U2NetP


def _two_colours(size: tuple[int, int] = (300, 200)) -> tuple[Image.Image, Image.Image]:
    """A photo of a dark triangle on a light ground, and the triangle's true mask."""
    true = Image.new("L", size)
    ImageDraw.Draw(true).polygon([(60, 180), (150, 20), (240, 180)], fill=255)
    photo = Image.new("RGB", size, (210, 190, 160))
    photo.paste((40, 60, 90), mask=true)
    return photo, true


def _coarse(true: Image.Image, size: tuple[int, int]) -> Floats:
    """What a network says of it: right to about 6 pixels."""
    return unit(true.filter(ImageFilter.GaussianBlur(5)).resize(size, Image.Resampling.BILINEAR))


def test_an_edge_comes_to_lie_where_the_colours_change() -> None:
    photo, true = _two_colours()
    coarse = _coarse(true, work_size(photo.size))
    off = [
        float(np.abs(np.asarray(each, np.float32) - np.asarray(true, np.float32)).mean())
        for each in (Image.fromarray((coarse * 255).astype(np.uint8)), soft_edge(photo, coarse))
    ]
    assert off[1] < off[0] / 2


def test_an_edge_is_the_same_whatever_the_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, true = _two_colours()
    coarse = _coarse(true, work_size(photo.size))
    whole = np.asarray(soft_edge(photo, coarse), np.int16)
    monkeypatch.setattr(edges, "TILE", 64)
    in_tiles = np.asarray(soft_edge(photo, coarse), np.int16)
    assert np.abs(whole - in_tiles).max() <= 2


@pytest.mark.parametrize("size", [(1, 1), (3, 700), (700, 3), (513, 512)])
def test_every_size_has_an_edge_of_its_own(size: tuple[int, int]) -> None:
    outline = np.zeros(work_size(size)[::-1], dtype=np.float32)
    assert soft_edge(Image.new("RGB", size), outline).size == size


def test_tiles_cover_a_picture_once() -> None:
    seen = np.zeros((700, 1100), dtype=int)
    for left, top, right, bottom in tiles((1100, 700)):
        seen[top:bottom, left:right] += 1
    assert (seen == 1).all()


def test_a_mean_at_the_rim_is_that_of_what_is_inside() -> None:
    values = np.arange(20, dtype=np.float32).reshape(4, 5)
    assert box_mean(values, 1)[0, 0] == pytest.approx(values[:2, :2].mean())
    assert box_mean(values, 9)[2, 2] == pytest.approx(values.mean())


def test_the_subjects_own_colours_are_told_from_the_mixture_at_its_edge() -> None:
    """Otherwise the old ground is seen as a fringe on the new one."""
    alpha = np.clip(np.linspace(-1, 2, 60, dtype=np.float32), 0, 1)[None, :].repeat(40, 0)
    subject, ground = np.array((0.8, 0.2, 0.1)), np.array((0.1, 0.3, 0.9))
    mixed = (alpha[:, :, None] * subject + (1 - alpha[:, :, None]) * ground).astype(np.float32)
    seen = alpha > 0.3
    off = [np.abs(each - subject)[seen].mean() for each in (mixed, own_colours(mixed, alpha, 15))]
    assert off[1] < off[0] / 2


def test_the_astronaut_is_the_subject_of_her_photo(build: Path, astronaut: bytes) -> None:
    with Image.open(build / "photos" / "astronaut.png") as opened:
        picture = opened.convert("RGB")
    models = build / "models"
    find = FindSubject(U2NetP(models / "u2netp.onnx"), RetinaFace(models / "face.onnx"))
    subject = find(picture)
    alpha = np.asarray(soft_edge(picture, subject.outline))
    assert subject.clear
    assert alpha[100, 225] == alpha[300, 200] == 255  # her face, her suit
    assert alpha[60, 420] == alpha[20, 20] == 0  # the shuttle, the flag
