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
from functions.imaging.detectors.merging import Seen, distinct, shares_inside
from functions.imaging.detectors.retinaface import (
    RetinaFace,
    anchors,
    close_turns,
    decoded,
    most_believable,
    pointed,
)
from functions.imaging.pipeline import Pipeline
from functions.imaging.plugins import named

from .making import mask, noise, saved, smooth


@pytest.fixture(scope="module")
def detector(build: Path) -> RetinaFace:
    return RetinaFace(build / "models" / "face.onnx")


THOROUGH = Look("thorough", 1)
# where a point (fractions) comes to lie when a picture is turned
TURNS = {
    Image.Transpose.ROTATE_90: lambda x, y: (y, 1 - x),
    Image.Transpose.ROTATE_180: lambda x, y: (1 - x, 1 - y),
    Image.Transpose.ROTATE_270: lambda x, y: (1 - y, x),
}


def sure(detector: RetinaFace, picture: Image.Image, look: Look = THOROUGH) -> list[Found]:
    return [found for found in detector.find(picture, look) if found.confidence >= 0.3]


def spot(box: Box) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def test_the_one_face_is_found_where_it_is(detector: RetinaFace, astronaut: bytes) -> None:
    (found,) = sure(detector, Image.open(BytesIO(astronaut)).convert("RGB"))
    assert found.confidence > 0.9
    assert spot(found.box) == pytest.approx((0.435, 0.23), abs=0.03)
    assert found.box.width == pytest.approx(0.17, abs=0.04)


@pytest.mark.parametrize("effort", ["fast", "balanced", "thorough"])
@pytest.mark.parametrize("turn", [None, *TURNS])
def test_a_face_is_found_however_the_photo_lies_and_its_landmarks_turn_along(
    detector: RetinaFace, astronaut: bytes, turn: Image.Transpose | None, effort: str
) -> None:
    picture = Image.open(BytesIO(astronaut)).convert("RGB").crop((64, 0, 448, 300))
    (upright,) = sure(detector, picture, Look(effort))
    lying = picture if turn is None else picture.transpose(turn)
    (found,) = sure(detector, lying, Look(effort, 4))
    assert upright.landmarks is not None
    assert found.landmarks is not None
    for seen, wanted in zip(found.landmarks, upright.landmarks, strict=True):
        assert seen == pytest.approx(TURNS[turn](*wanted) if turn is not None else wanted, abs=0.01)


def test_landmarks_are_the_eyes_the_nose_and_the_mouth(detector: RetinaFace, astronaut: bytes) -> None:
    (found,) = sure(detector, Image.open(BytesIO(astronaut)).convert("RGB"))
    # by eye, in the picture of 512 × 512: the eyes, the nose, the corners of the mouth
    wanted = ((204, 101), (247, 103), (223, 130), (202, 138), (245, 141))
    assert found.landmarks is not None
    for (x, y), (across, down) in zip(found.landmarks, wanted, strict=True):
        assert (x * 512, y * 512) == pytest.approx((across, down), abs=4)


def test_who_stands_on_the_head_beside_others_is_found_and_eyes_are_above_the_mouth(
    detector: RetinaFace, astronaut: bytes
) -> None:
    scene = Image.new("RGB", (900, 450), (120, 130, 140))
    woman = Image.open(BytesIO(astronaut)).convert("RGB").crop((64, 0, 448, 400))
    scene.paste(woman, (10, 20))
    scene.paste(woman.transpose(Image.Transpose.ROTATE_180), (480, 20))
    left, right = sorted(sure(detector, scene, Look("balanced", 4)), key=lambda found: found.box.left)
    for found in (left, right):
        assert found.landmarks is not None
    assert left.landmarks[0][1] < left.landmarks[3][1]  # type: ignore[index]


@pytest.mark.parametrize("alpha", [1, 30, 255])
def test_a_face_is_found_however_transparent_it_is(
    detector: RetinaFace, astronaut: bytes, alpha: int
) -> None:
    picture = Image.open(BytesIO(astronaut)).convert("RGBA")
    picture.putalpha(alpha)
    assert any(spot(found.box) == pytest.approx((0.435, 0.23), abs=0.03) for found in sure(detector, picture))


def test_a_small_face_in_a_large_picture_is_found_by_a_closer_look(
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
    masked = mask(pipeline, saved(picture, "JPEG"))
    assert (len(masked.regions), masked.verdict.verified) == (1, True)


def test_nothing_is_found_where_nothing_is(detector: RetinaFace) -> None:
    assert detector.find(smooth(400, 300), THOROUGH) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (7, 640), (641, 3), (3, 1281)])
def test_no_shape_is_too_odd_and_none_takes_much_memory(detector: RetinaFace, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "gray")
    tracemalloc.start()
    try:
        detector.find(picture, THOROUGH)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
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


def test_anchors_stand_at_the_middle_of_each_cell() -> None:
    made = anchors((20, 9))
    assert len(made) == 2 * (3 * 2 + 2 * 1 + 1 * 1)
    assert made[:3].tolist() == [[4, 4, 16, 16], [4, 4, 32, 32], [12, 4, 16, 16]]
    assert made[-1].tolist() == [16, 16, 512, 512]


def test_offsets_move_and_stretch_their_anchor() -> None:
    around = np.array([[100, 100, 20, 20]], dtype=np.float32)
    offsets = np.array([[1, -1, np.log(2) / 0.2, 0]], dtype=np.float32)
    assert decoded(offsets, around)[0] == pytest.approx((82, 88, 122, 108), abs=1e-3)


def test_landmarks_stand_around_their_anchor() -> None:
    around = np.array([[100, 100, 20, 20]], dtype=np.float32)
    offsets = np.array([[0, 0, 1, 0, -1, 0, 0, 1, 0, -1]], dtype=np.float32)
    assert pointed(offsets, around)[0].tolist() == [[100, 100], [102, 100], [98, 100], [100, 102], [100, 98]]


def _seen(*faces: tuple[float, float]) -> Seen:
    """Faces in a row, each of a place along it and a score."""
    corners = [(at, 0, at + 0.1, 0.1) for at, _ in faces]
    return Seen(
        np.array(corners, dtype=np.float32).reshape(-1, 4),
        np.zeros((len(faces), 5, 2), dtype=np.float32),
        np.array([score for _, score in faces], dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("seen", "turn", "scores"),
    [
        pytest.param([_seen((0, 0.2)), _seen((0.5, 0.6))], 0, [0.2], id="nobody is sure: as it stands"),
        pytest.param([_seen((0, 0.2)), _seen((0.5, 0.8))], 1, [0.8], id="turned"),
        pytest.param([_seen((0, 0.9), (0.2, 0.3)), _seen((0.5, 0.8))], 0, [0.9, 0.3, 0.8], id="one beside"),
        pytest.param([_seen((0, 0.9)), _seen((0.02, 0.8))], 0, [0.9], id="the same face twice"),
        pytest.param([_seen((0, 0.9)), _seen((0.2, 0.75))], 0, [0.9], id="a doubtful one beside"),
    ],
)
def test_the_way_to_turn_that_shows_most_is_believed(
    seen: list[Seen], turn: int, scores: list[float]
) -> None:
    best, faces = most_believable(seen)
    assert best == turn
    assert faces.scores.tolist() == pytest.approx(scores)


@pytest.mark.parametrize(
    ("seen", "turns"),
    [
        pytest.param([_seen((0, 0.2))], (0,), id="one way alone"),
        pytest.param([_seen((0, 0.6)), _seen((0.5, 0.6))], (0,), id="nobody is sure"),
        pytest.param([_seen((0, 0.8)), _seen((0, 0.9))], (0,), id="a face that is seen either way"),
        pytest.param([_seen((0, 0.8)), _seen(), _seen((0, 0.8), (0.5, 0.8))], (0, 2), id="clearly turned"),
        pytest.param([_seen(), _seen(), _seen(), _seen((0.5, 0.8))], (0, 3), id="nobody stands upright"),
    ],
)
def test_another_way_is_looked_at_closely_only_if_it_clearly_shows_more(
    seen: list[Seen], turns: tuple[int, ...]
) -> None:
    assert close_turns(seen) == turns


def test_how_much_of_a_box_lies_in_another() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], dtype=np.float32)
    assert shares_inside(boxes, boxes[:1]).tolist() == [1, 0.5, 0]
    assert shares_inside(boxes, boxes[:0]).tolist() == [0, 0, 0]


def test_of_copies_the_best_is_kept_and_neighbours_stay() -> None:
    corners = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], dtype=np.float32)
    assert distinct(corners, np.array([0.5, 0.9, 0.4], dtype=np.float32)) == [1, 2]
    assert distinct(corners[:0], np.array([], dtype=np.float32)) == []


def test_an_unknown_plugin_is_refused_with_its_field() -> None:
    with pytest.raises(Invalid) as caught:
        named({"solid": 1}, "blur", "recipe.hide.face.style")
    assert (caught.value.field, str(caught.value)) == ("recipe.hide.face.style", "must be one of solid")
