"""What the benchmarks count with; what they measure is no test."""

import json
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bench import accuracy, photos
from bench.counting import Counted, Edges, counted, overlap
from bench.labels import labelled
from bench.plots import Bar, bars
from bench.rounds import Timed, timed
from bench.tables import table

ONE, FAR = Edges(0, 0, 10, 10), Edges(50, 50, 60, 60)


def test_overlap_is_what_two_boxes_share_of_what_they_take() -> None:
    assert overlap(ONE, ONE) == 1
    assert overlap(ONE, Edges(5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert overlap(ONE, FAR) == overlap(ONE, Edges(10, 0, 20, 10)) == 0


def test_each_marked_place_is_hit_once_and_what_is_ignored_counts_neither_way() -> None:
    assert counted([ONE, ONE, FAR], [ONE]) == Counted(1, 1, 1, 3)
    assert counted([ONE, FAR], [ONE], ignored=[FAR]) == Counted(1, 1, 1, 1)
    assert counted([], [ONE]) + counted([FAR], []) == Counted(0, 1, 0, 1)


def test_labels_are_read_as_boxes_and_as_polygons(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(json.dumps({"faces": {"press_1.jpg": [[1, 2, 3, 4]]}}))
    label, (photo,) = labelled(tmp_path)
    assert (label, photo.set, photo.marked) == ("face", "press", (((1, 2), (4, 2), (4, 6), (1, 6)),))
    words = [
        {"polygon": [0, 0, 9, 0, 9, 5], "ignore": False},
        {"polygon": [0, 0, 1, 0, 1, 1], "ignore": True},
    ]
    (tmp_path / "labels.json").write_text(json.dumps({"sign.jpg": words}))
    label, (photo,) = labelled(tmp_path)
    assert (label, len(photo.marked), len(photo.ignored)) == ("text", 1, 1)


def test_what_another_process_took_counts_instead_of_the_own_time() -> None:
    measured = timed({"floor": lambda: 2.0, "far": lambda: 5.0}, rounds=3)
    assert measured == Timed({"floor": [2.0] * 3, "far": [5.0] * 3})
    assert measured.ratio("far", "floor") == 2.5


def test_a_photo_has_the_size_that_was_asked_for() -> None:
    with Image.open(BytesIO(photos.floor(photos.photo(0.3)))) as made:
        assert made.width * made.height == pytest.approx(300_000, rel=0.02)


def test_a_table_and_a_plot_show_every_row(tmp_path: Path) -> None:
    assert table(["a", "b"], [["long name", "1"]]).splitlines()[-1] == "| long name | 1 |"
    path = bars(tmp_path / "deep" / "plot.svg", "<all>", [Bar("x & y", 0.5, 0.2, 0.8, "0.5", 0.9)])
    assert "x & y" in "".join(ElementTree.fromstring(path.read_text()).itertext())


def test_accuracy_finds_the_one_face_however_the_photo_is_turned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "press_1.png").write_bytes((photos.BUILD / "photos" / "astronaut.png").read_bytes())
    (tmp_path / "labels.json").write_text(json.dumps({"faces": {"press_1.png": [[180, 70, 90, 110]]}}))
    monkeypatch.setattr(accuracy, "LOOKS", (("balanced", 1, 0), ("balanced", 4, 90)))
    monkeypatch.setattr(accuracy, "RESULTS", tmp_path)
    assert accuracy.main([str(tmp_path), "--sets", "faces=press,other"]) == 0
    rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines()[2:4]]
    assert [[cell.strip() for cell in row][:5] for row in rows] == [
        ["faces", "balanced", "1", "0°", "1.000"],
        ["faces", "balanced", "4", "90°", "1.000"],
    ]
