import tracemalloc
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from functions.core.errors import Invalid
from functions.core.recipe import Look
from functions.core.region import Box
from functions.imaging.detectors import Found
from functions.imaging.detectors.retinaface import RetinaFace, anchors, decoded, distinct
from functions.imaging.detectors.views import views
from functions.imaging.pipeline import Pipeline
from functions.imaging.plugins import named

from .making import mask, noise, saved, smooth


@pytest.fixture(scope="module")
def detector(build: Path) -> RetinaFace:
    return RetinaFace(build / "models" / "face.onnx")


THOROUGH = Look("thorough")


def sure(detector: RetinaFace, picture: Image.Image, look: Look = THOROUGH) -> list[Found]:
    return [found for found in detector.find(picture, look) if found.confidence >= 0.3]


def spot(box: Box) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def test_the_one_face_is_found_where_it_is(detector: RetinaFace, astronaut: bytes) -> None:
    (found,) = sure(detector, Image.open(BytesIO(astronaut)).convert("RGB"))
    assert found.confidence > 0.9
    assert spot(found.box) == pytest.approx((0.435, 0.23), abs=0.03)
    assert found.box.width == pytest.approx(0.17, abs=0.04)


@pytest.mark.parametrize("alpha", [1, 30, 255])
def test_a_face_is_found_however_transparent_it_is(
    detector: RetinaFace, astronaut: bytes, alpha: int
) -> None:
    picture = Image.open(BytesIO(astronaut)).convert("RGBA")
    picture.putalpha(alpha)
    assert any(spot(found.box) == pytest.approx((0.435, 0.23), abs=0.03) for found in sure(detector, picture))


def test_a_small_face_in_a_large_picture_is_found_by_the_second_look(
    detector: RetinaFace, astronaut: bytes
) -> None:
    scene = Image.new("RGB", (2560, 1700), (120, 130, 140))
    scene.paste(Image.open(BytesIO(astronaut)).convert("RGB").resize((200, 200)), (2000, 1200))
    wanted = ((2000 + 0.435 * 200) / 2560, (1200 + 0.23 * 200) / 1700)
    assert any(spot(found.box) == pytest.approx(wanted, abs=0.01) for found in sure(detector, scene))


def test_a_face_that_the_edge_cuts_is_found_and_its_box_stays_inside(
    detector: RetinaFace, astronaut: bytes
) -> None:
    cut = Image.open(BytesIO(astronaut)).convert("RGB").crop((215, 0, 512, 512))
    found = sure(detector, cut)
    assert found
    assert all(one.box.left >= 0 and one.box.left + one.box.width <= 1 for one in found)


def test_a_close_up_of_a_head_stays_one_face(pipeline: Pipeline, astronaut: bytes) -> None:
    picture = Image.open(BytesIO(astronaut)).convert("RGB").resize((1000, 1000))
    masked = mask(pipeline, saved(picture, "JPEG"), "JPEG")
    assert (len(masked.regions), masked.verdict.verified) == (1, True)


def test_nothing_is_found_where_nothing_is(detector: RetinaFace) -> None:
    assert detector.find(smooth(400, 300), THOROUGH) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (7, 640), (641, 3), (3, 1281)])
def test_no_shape_is_too_odd_and_none_takes_much_memory(detector: RetinaFace, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "gray")
    tracemalloc.start()
    try:
        detector.find(picture, THOROUGH)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_the_model_is_read_at_the_first_picture_and_only_then(tmp_path: Path) -> None:
    detector = RetinaFace(tmp_path / "missing.onnx")
    with pytest.raises(Exception, match=r"missing\.onnx"):
        detector.find(smooth(), THOROUGH)


def test_a_picture_stays_as_it_is_while_it_is_looked_at(detector: RetinaFace) -> None:
    picture = noise(700, 500, channels=4)
    before = picture.tobytes()
    detector.find(picture, THOROUGH)
    assert picture.tobytes() == before


@pytest.mark.parametrize(
    ("size", "seen"),
    [
        pytest.param((100, 50), [(100, 50)], id="small: as it is, once"),
        pytest.param((1000, 500), [(1000, 500), (640, 320)], id="medium: as it is, and at 640"),
        pytest.param((4000, 2000), [(1280, 640), (640, 320)], id="large: at 1280 and at 640"),
        pytest.param((1, 30_000), [(1, 1280), (1, 640)], id="never without a pixel"),
    ],
)
def test_what_a_detector_looks_at(size: tuple[int, int], seen: list[tuple[int, int]]) -> None:
    assert [view.size for view in views(Image.new("RGB", size), (640, 1280))] == seen


def test_what_is_transparent_is_looked_at_as_seen_and_as_stored() -> None:
    picture = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    colours = [view.getpixel((5, 5)) for view in views(picture, (640,))]
    assert colours == [(128, 128, 128), (255, 0, 0)]
    opaque = Image.new("RGBA", (10, 10), (255, 0, 0, 255))
    assert [view.getpixel((5, 5)) for view in views(opaque, (640,))] == [(255, 0, 0)]


def test_anchors_stand_at_the_middle_of_each_cell() -> None:
    made = anchors((20, 9))
    assert len(made) == 2 * (3 * 2 + 2 * 1 + 1 * 1)
    assert made[:3].tolist() == [[4, 4, 16, 16], [4, 4, 32, 32], [12, 4, 16, 16]]
    assert made[-1].tolist() == [16, 16, 512, 512]


def test_offsets_move_and_stretch_their_anchor() -> None:
    around = np.array([[100, 100, 20, 20]], dtype=np.float32)
    offsets = np.array([[1, -1, np.log(2) / 0.2, 0]], dtype=np.float32)
    assert decoded(offsets, around)[0] == pytest.approx((82, 88, 122, 108), abs=1e-3)


def test_of_copies_the_best_is_kept_and_neighbours_stay() -> None:
    corners = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], dtype=np.float32)
    assert distinct(corners, np.array([0.5, 0.9, 0.4], dtype=np.float32)) == [1, 2]
    assert distinct(corners[:0], np.array([], dtype=np.float32)) == []


def test_an_unknown_plugin_is_refused_with_its_field() -> None:
    with pytest.raises(Invalid) as caught:
        named({"solid": 1}, "blur", "recipe.hide.face.style")
    assert (caught.value.field, str(caught.value)) == ("recipe.hide.face.style", "must be one of solid")
