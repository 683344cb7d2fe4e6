"""A drawn face leans as the head did, and tells no more of it than that."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.shapes import Point
from functions.imaging.boxes import PixelBox
from functions.imaging.covers import Cover
from functions.imaging.maskers.pose import LEAN, pose_of

WHERE = PixelBox(100, 50, 260, 290)
MIDDLE = (180.0, 178.0)


def _cover(landmarks: tuple[Point, ...] | None) -> Cover:
    return Cover("face", WHERE, "box", WHERE, landmarks)


def _face(turn: float, wide: float = 30, long: float = 60) -> tuple[Point, ...]:
    """Eyes, nose and corners of the mouth of a head that leans by ``turn`` degrees, clockwise."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    plain = ((-wide, 0.0), (wide, 0.0), (0.0, long / 2), (-wide * 0.8, long), (wide * 0.8, long))
    return tuple((MIDDLE[0] + x * cos - y * sin, MIDDLE[1] + x * sin + y * cos) for x, y in plain)


def test_without_landmarks_it_stands_upright_in_the_middle() -> None:
    pose = pose_of(_cover(None))
    assert (pose.at, pose.turn) == ((80, 120), 0)


@pytest.mark.parametrize("turn", [0, 20, 90, 180, 271, 340])
def test_it_leans_as_the_head_did_by_whole_steps(turn: int) -> None:
    assert pose_of(_cover(_face(turn))).turn == round(turn / LEAN) * LEAN


def test_two_people_in_one_pose_get_the_same_face() -> None:
    """Promise 3: how far eyes, nose and mouth are apart is nobody's to know."""
    assert pose_of(_cover(_face(10, wide=26, long=52))) == pose_of(_cover(_face(13, wide=33, long=62)))


points = st.tuples(st.floats(-500, 900), st.floats(-500, 900))


@settings(deadline=None)
@given(landmarks=st.tuples(points, points, points, points, points))
def test_whatever_the_landmarks_there_are_twelve_poses(landmarks: tuple[Point, ...]) -> None:
    """Promise 3."""
    pose = pose_of(_cover(landmarks))
    assert pose.turn in range(0, 360, LEAN)
    assert pose == pose_of(_cover(_face(pose.turn)))


def test_a_cover_that_the_edge_of_the_picture_cuts_keeps_the_middle_of_the_head() -> None:
    cut = Cover("face", PixelBox(0, 50, 100, 290), "box", PixelBox(-60, 50, 100, 290))
    assert pose_of(cut).at == (20, 120)
