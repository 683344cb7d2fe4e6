import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from functions.core.hide import Hide
from functions.core.recipe import Look, Recipe
from functions.core.region import Box
from functions.imaging.covers import cover_of
from functions.imaging.detectors import Found
from functions.imaging.detectors.text import Text
from functions.imaging.pipeline import Pipeline

from .making import inside, noise, saved, shown, smooth

BALANCED = Look("balanced", 1)
TEXT = Recipe({"text": Hide()})


@pytest.fixture(scope="module")
def detector(build: Path) -> Text:
    return Text(build / "models" / "text.onnx")


def sign(
    size: tuple[int, int], words: dict[tuple[int, int], str], height: int
) -> tuple[Image.Image, list[Box]]:
    """A slope of colours with words on white plates, and the box of each word in fractions."""
    picture, boxes = smooth(*size), []
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(height)
    for place, word in words.items():
        left, top, right, bottom = pen.textbbox(place, word, font=font)
        pad = height // 3
        pen.rectangle((left - pad, top - pad, right + pad, bottom + pad), fill="white")
        pen.text(place, word, fill="black", font=font)
        boxes.append(Box(left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1]))
    return picture, boxes


def covered(box: Box, found: tuple[Found, ...], size: tuple[int, int]) -> float:
    """The share of ``box`` that the covers of ``found`` hide."""
    hidden = np.zeros(size[::-1], dtype=bool)
    for one in found:
        cover = cover_of("text", one, Hide(), size)
        left, top, right, bottom = cover.where
        hidden[top:bottom, left:right] |= np.asarray(cover.mask()) == 255
    left, top = round(box.left * size[0]), round(box.top * size[1])
    return float(
        hidden[top : top + round(box.height * size[1]), left : left + round(box.width * size[0])].mean()
    )


def test_words_are_found_where_they_are_and_nothing_else_is(detector: Text) -> None:
    picture, boxes = sign((640, 480), {(60, 60): "M-AB 1234", (300, 350): "Ada Lovelace"}, 28)
    found = detector.find(picture, BALANCED)
    assert [covered(box, found, picture.size) for box in boxes] == [1, 1]
    assert len(found) == 2
    assert all(0.8 < one.confidence <= 1 for one in found)
    assert detector.find(smooth(400, 300), BALANCED) == ()


def test_text_in_a_face_photo_is_found_and_her_face_is_none(detector: Text, astronaut: bytes) -> None:
    picture = shown(astronaut).convert("RGB")
    assert not any(
        abs(one.box.left + one.box.width / 2 - 0.435) < 0.05
        and abs(one.box.top + one.box.height / 2 - 0.23) < 0.05
        for one in detector.find(picture, BALANCED)
    )


@pytest.mark.parametrize(("degrees", "shape"), [(0, "box"), (25, "polygon"), (-40, "polygon")])
def test_a_slanted_line_is_covered_by_a_rectangle_that_is_slanted_too(
    detector: Text, degrees: int, shape: str
) -> None:
    line = Image.new("L", (500, 500))
    ImageDraw.Draw(line).text((60, 230), "PRIVATE ADDRESS 7", fill=255, font=ImageFont.load_default(40))
    turned = line.rotate(degrees, Image.Resampling.BICUBIC)
    picture = Image.composite(
        Image.new("RGB", (500, 500), "navy"), Image.new("RGB", (500, 500), "white"), turned
    )
    found = detector.find(picture, BALANCED)
    covers = [cover_of("text", one, Hide(), picture.size) for one in found]
    assert {cover.kind for cover in covers} == {shape}
    hidden = np.zeros((500, 500), dtype=bool)
    for cover in covers:
        left, top, right, bottom = cover.where
        hidden[top:bottom, left:right] |= np.asarray(cover.mask()) == 255
    assert hidden[np.asarray(turned) > 60].mean() > 0.99
    assert hidden.mean() < 0.2


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_lines_that_stand_upright_are_found_when_all_orientations_are_looked_at(
    detector: Text, turn: Image.Transpose
) -> None:
    picture, _ = sign((640, 480), {(60, 60): "M-AB 1234", (60, 200): "Ada Lovelace", (90, 330): "LONDON"}, 22)
    upright = detector.find(picture, Look("fast", 4))
    lying = detector.find(picture.transpose(turn), Look("fast", 4))
    assert len(lying) == len(upright) == 3
    for one, other in zip(sorted(upright, key=_area), sorted(lying, key=_area), strict=True):
        assert (one.box.width, one.box.height) == pytest.approx((other.box.height, other.box.width), abs=0.02)


def _area(found: Found) -> float:
    return found.box.width * found.box.height


@pytest.mark.parametrize(("effort", "seen"), [("fast", False), ("balanced", True), ("thorough", True)])
def test_more_effort_finds_smaller_text(detector: Text, effort: str, seen: bool) -> None:
    picture, (box,) = sign((2560, 1920), {(1200, 900): "KX 4711"}, 8)
    found = detector.find(picture, Look(effort, 1))
    assert (covered(box, found, picture.size) > 0.9) is seen


def test_what_lies_on_the_seam_of_two_pieces_is_one_text(detector: Text) -> None:
    picture, (box,) = sign((1920, 640), {(700, 300): "ACROSS THE MIDDLE OF IT"}, 40)
    found = detector.find(picture, Look("thorough", 1))
    assert (len(found), covered(box, found, picture.size)) == (1, 1)


@pytest.mark.parametrize("alpha", [1, 255])
def test_text_is_found_however_transparent_it_is(detector: Text, alpha: int) -> None:
    picture, (box,) = sign((400, 300), {(60, 60): "M-AB 1234"}, 28)
    picture.putalpha(alpha)
    assert covered(box, detector.find(picture, BALANCED), picture.size) == 1


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (7, 640), (1281, 3)])
def test_no_shape_is_too_odd(detector: Text, size: tuple[int, int]) -> None:
    assert detector.find(Image.new("RGB", size, "gray"), BALANCED) == ()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_what_has_no_edges_is_no_text_however_much_it_looks_like_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: str
) -> None:
    """Else covers would be found again as text, and covered again, without end."""
    sure = np.zeros((100, 200), dtype=np.float32)
    sure[20:60, 30:150] = 0.9
    monkeypatch.setattr(Text, "_look", lambda _self, _tile: sure)
    flat, lettered = Image.new(mode, (200, 100), "gray"), Image.new(mode, (200, 100), "gray")
    ImageDraw.Draw(lettered).text((40, 25), "ADA 1815", fill="white", font=ImageFont.load_default(24))
    (dull,), (clear,) = (Text(tmp_path).find(picture, BALANCED) for picture in (flat, lettered))
    assert (dull.confidence, clear.confidence) == pytest.approx((0, 0.9))


def test_the_worst_map_costs_little(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Promise 13: a stranger's picture could make islands without number."""
    grain = np.zeros((1280, 1280), dtype=np.float32)
    grain[::2, ::2] = 1
    detector = Text(tmp_path)
    monkeypatch.setattr(Text, "_look", lambda _self, tile: grain[: tile.height, : tile.width])
    tracemalloc.start()
    try:
        assert detector.find(Image.new("RGB", (1280, 1280)), BALANCED) == ()
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


def test_the_model_is_read_at_the_first_picture_and_only_then(tmp_path: Path) -> None:
    detector = Text(tmp_path / "missing.onnx")
    with pytest.raises(Exception, match=r"missing\.onnx"):
        detector.find(noise(), BALANCED)


@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_text_is_hidden_and_the_result_is_verified(pipeline: Pipeline, name: str) -> None:
    """Promise 1."""
    picture, boxes = sign((640, 480), {(60, 60): "M-AB 1234", (300, 350): "Ada Lovelace"}, 28)
    masked = pipeline.mask(saved(picture, name), TEXT)
    assert masked.verdict.verified
    assert {region.label for region in masked.regions} == {"text"}
    hidden = inside(masked)
    for box in boxes:
        rows = slice(round(box.top * 480), round((box.top + box.height) * 480))
        assert hidden[rows, round(box.left * 640) : round((box.left + box.width) * 640)].all()
