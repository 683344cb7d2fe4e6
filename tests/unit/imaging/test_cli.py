"""The command line, as a person and as a script meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from functions.core.region import Box
from functions.imaging.cli import main as cli
from functions.imaging.limits import Limits
from functions.imaging.pipeline import Pipeline

from .making import ROOT, saved, scripted, shown, smooth

FACE = Box(0.25, 0.25, 0.25, 0.5)
KEYS = {"file", "state", "reason", "regions", "output", "seconds"}


class Run:
    """Calls the command line in this process, with a detector that sees one face unless told otherwise."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, models: Path
    ) -> None:
        self.capsys, self.models = capsys, models
        self.seen: tuple[Box, ...] = (FACE,)
        monkeypatch.setattr(cli, "build_pipeline", self._pipeline)

    def _pipeline(self, _models: Path, limits: Limits) -> Pipeline:
        return scripted(*[self.seen, ()] * 50, pixels=limits.pixels)

    def __call__(self, *words: object) -> tuple[int, list[str], str]:
        status = cli.main([*map(str, words), "--models", str(self.models)])
        said = self.capsys.readouterr()
        return status, said.out.splitlines(), said.err

    def lines(self, *words: object) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self("mask", *words, "--json")[1]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, build: Path) -> Run:
    return Run(capsys, monkeypatch, build / "models")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "photo.jpg"
    path.parent.mkdir()
    path.write_bytes(saved(smooth(200, 100), "JPEG", quality=95, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"))
    return path


def test_a_photo_is_masked_and_its_line_says_where_in_pixels(run: Run, photo: Path, tmp_path: Path) -> None:
    (line,) = run.lines(photo, "--out", tmp_path / "out")
    assert set(line) == KEYS
    assert (line["file"], line["state"], line["reason"]) == (str(photo), "done", None)
    (region,) = line["regions"]
    assert region["box"] == [50, 25, 50, 50]
    assert (region["label"], region["confidence"]) == ("face", 0.9)
    left, top, width, height = region["covered"]
    assert left < 50 < 100 < left + width
    assert top < 25 < 75 < top + height
    output = shown(Path(line["output"]).read_bytes())
    assert line["output"] == str(tmp_path / "out" / "photo.jpg")
    assert output.size == (200, 100)
    assert "exif" not in output.info
    assert output.getpixel((75, 50)) == pytest.approx((64, 64, 64), abs=3)


def test_boxes_are_in_pixels_of_the_upright_picture(run: Run, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "turned.jpg").write_bytes(saved(smooth(200, 100), "JPEG", exif=exif))
    (line,) = run.lines(tmp_path / "turned.jpg", "--out", tmp_path / "out")
    assert line["regions"][0]["box"] == [25, 50, 25, 100]
    assert shown(Path(line["output"]).read_bytes()).size == (100, 200)


def test_content_decides_and_every_file_of_a_folder_gets_its_line(
    run: Run, photo: Path, tmp_path: Path
) -> None:
    folder = photo.parent
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "LOUD.JPG").write_bytes(photo.read_bytes())
    (folder / "deep" / "er" / "photo.jpg").write_bytes(photo.read_bytes())
    (folder / "really-a.png").write_bytes(photo.read_bytes())
    (folder / "no-ending").write_bytes(saved(smooth(), "PNG"))
    (folder / "notes.txt").write_text("no picture")
    lines = {
        line["file"].removeprefix(f"{folder}/"): line for line in run.lines(folder, "--out", tmp_path / "out")
    }
    below = {
        name: line["output"] and line["output"].removeprefix(f"{tmp_path / 'out'}/")
        for name, line in lines.items()
    }
    assert below == {
        "photo.jpg": "photo.jpg",
        "deep/LOUD.JPG": "deep/LOUD.JPG",
        "deep/er/photo.jpg": "deep/er/photo.jpg",
        "really-a.png": "really-a.png.jpg",
        "no-ending": "no-ending.png",
        "notes.txt": None,
    }
    assert (lines["notes.txt"]["state"], lines["notes.txt"]["reason"]) == ("rejected", "not_an_image")
    assert len(list((tmp_path / "out").rglob("*.*"))) == 5


def test_one_name_in_two_folders_is_two_results(run: Run, photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "photo.jpg"
    other.parent.mkdir()
    other.write_bytes(photo.read_bytes())
    outputs = [line["output"] for line in run.lines(photo, other.parent, photo, "--out", tmp_path / "out")]
    assert outputs == [
        str(tmp_path / "out" / "in" / "photo.jpg"),
        str(tmp_path / "out" / "other" / "photo.jpg"),
    ]


def test_names_that_only_meet_behind_their_new_ending_stay_apart(
    run: Run, photo: Path, tmp_path: Path
) -> None:
    photo.with_name("a.png").write_bytes(photo.read_bytes())
    photo.with_name("a.png.jpg").write_bytes(photo.read_bytes())
    photo.with_name("A.PNG.JPG").write_bytes(photo.read_bytes())
    outputs = [line["output"] for line in run.lines(photo.parent, "--out", tmp_path / "out")]
    assert len({output.casefold() for output in outputs}) == 4


def test_only_what_is_done_is_written(run: Run, photo: Path, tmp_path: Path) -> None:
    """Promise 1."""
    run.seen = ()
    (line,) = run.lines(photo, "--out", tmp_path / "out")
    assert (line["state"], line["reason"], line["output"]) == ("review", "nothing_found", None)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_an_earlier_run_left_of_a_file_that_is_not_done_goes(
    run: Run, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run.lines(photo, "--out", out)
    assert (out / "photo.jpg").exists()
    run.seen = ()
    run.lines(photo, "--out", out)
    assert not (out / "photo.jpg").exists()


def test_what_needs_a_look_is_written_apart_and_only_if_asked_for(
    run: Run, photo: Path, tmp_path: Path
) -> None:
    run.seen = ()
    (line,) = run.lines(photo, "--out", tmp_path / "out", "--write-review")
    assert line["output"] is None
    assert [path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.jpg")] == [
        Path("review/photo.jpg")
    ]


def test_metadata_alone_is_stripped_and_the_line_says_that_nothing_was_masked(
    run: Run, photo: Path, tmp_path: Path
) -> None:
    (line,) = run.lines(photo, "--out", tmp_path / "out", "--metadata-only")
    assert (line["state"], line["reason"], line["regions"]) == ("done", "metadata_only", [])
    assert "exif" not in shown(Path(line["output"]).read_bytes()).info
    status, (text,), _ = run("mask", photo, "--out", tmp_path / "out", "--metadata-only")
    assert status == 0
    assert "nothing was masked" in text


def test_a_background_alone_is_more_than_stripping(build: Path, astronaut: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(astronaut)
    recipe = '{"version": 1, "background": {"mode": "remove"}, "output": {"format": "png"}}'
    words = ["mask", str(tmp_path / "photo.png"), "--out", str(tmp_path / "out"), "--recipe", recipe]
    assert cli.main([*words, "--models", str(build / "models")]) == 0
    assert shown((tmp_path / "out" / "photo.png").read_bytes()).mode == "RGBA"
    (tmp_path / "models").mkdir()
    assert cli.main([*words, "--models", str(tmp_path / "models")]) == 2


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of what is no photo, and one photo at its end."""
    folder = tmp_path / "odd"
    folder.mkdir()
    good = saved(smooth(), "JPEG")
    (folder / "a-cut.jpg").write_bytes(good[: len(good) // 2])
    (folder / "b-dangling.jpg").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "c-pipe.jpg")
    (folder / "d-linked").symlink_to(folder)
    (folder / "e-large.jpg").write_bytes(b"\xff\xd8\xff" + bytes(3_000_000))
    (folder / "f-many.png").write_bytes(saved(Image.new("L", (3000, 2000)), "PNG"))
    (folder / "g-empty.jpg").touch()
    (folder / "z-good.jpg").write_bytes(good)
    return folder


def test_each_odd_file_gets_a_reason_and_a_sentence_and_the_next_its_turn(
    run: Run, odd: Path, tmp_path: Path
) -> None:
    limits = ("--most-bytes", 2_000_000, "--most-pixels", 1_000_000)
    status, out, said = run("mask", odd, "--out", tmp_path / "out", "--json", *limits)
    lines = [json.loads(line) for line in out]
    assert status == 1
    assert [(Path(line["file"]).name[0], line["state"], line["reason"]) for line in lines] == [
        ("a", "rejected", "truncated"),
        ("b", "rejected", "unreadable"),
        ("c", "rejected", "unreadable"),
        ("d", "rejected", "unreadable"),
        ("e", "rejected", "too_large"),
        ("f", "rejected", "too_large"),
        ("g", "rejected", "not_an_image"),
        ("z", "done", None),
    ]
    assert all(line["output"] is None for line in lines[:-1])
    assert "2,000,000 bytes" in said
    assert "it is a link to nothing" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 7


def test_our_own_failure_is_a_line_and_no_traceback(
    run: Run, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_models: Path, _limits: Limits) -> Pipeline:
        pipeline = scripted((FACE,))
        pipeline.steps = (lambda _work: 1 / 0,)  # type: ignore[assignment,return-value]
        return pipeline

    monkeypatch.setattr(cli, "build_pipeline", broken)
    status, (line,), said = run("mask", photo, "--out", tmp_path / "out", "--json")
    assert (status, json.loads(line)["state"], json.loads(line)["reason"]) == (1, "rejected", "failed")
    assert said == f"{photo}: Masking failed on our side (ZeroDivisionError); nothing was written.\n"


def test_a_result_that_cannot_be_written_is_rejected(run: Run, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "photo.jpg").mkdir()
    (line,) = run.lines(photo, "--out", tmp_path / "out")
    assert (line["state"], line["reason"], line["output"]) == ("rejected", "not_written", None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["photo.jpg"]


BEFORE = {
    "originals": (["--out", "{in}"], "--out holds what is to be masked"),
    "out_is_a_file": (["--out", "{in}/photo.jpg"], "--out cannot be written: file exists"),
    "recipe_missing": (
        ["--out", "{out}", "--recipe", "nowhere.json"],
        "--recipe cannot be read: no such file",
    ),
    "recipe_no_json": (["--out", "{out}", "--recipe", "{"], "--recipe is not JSON"),
    "recipe_refused": (
        ["--out", "{out}", "--recipe", '{"version": 1, "hide": {"face": {"style": "wish"}}}'],
        "recipe.hide.face.style: must be one of",
    ),
    "models": (["--out", "{out}", "--models", "nowhere"], "run `python -m tools.fetch`"),
    "both": (["--out", "{out}", "--metadata-only", "--recipe", "{}"], "no use for a --recipe"),
}


@pytest.mark.parametrize(("words", "says"), BEFORE.values(), ids=BEFORE)
def test_what_cannot_be_done_is_said_before_anything_is(
    words: list[str], says: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], build: Path
) -> None:
    meant = [
        word.replace("{in}", str(photo.parent)).replace("{out}", str(tmp_path / "out")) for word in words
    ]
    before = photo.read_bytes()
    models = [] if "--models" in meant else ["--models", str(build / "models")]
    assert cli.main(["mask", str(photo), *meant, *models]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert len(said.err.splitlines()) == 1
    assert photo.read_bytes() == before
    assert sorted(path.name for path in photo.parent.iterdir()) == ["photo.jpg"]


def test_a_recipe_comes_from_a_file_or_as_json(run: Run, photo: Path, tmp_path: Path) -> None:
    run.seen = ()
    recipe = {"version": 1, "hide": {"face": {}}, "if_nothing": "release"}
    (tmp_path / "recipe.json").write_text(json.dumps(recipe))
    for given in (tmp_path / "recipe.json", json.dumps(recipe)):
        (line,) = run.lines(photo, "--out", tmp_path / "out", "--recipe", given)
        assert line["state"] == "done"


def test_a_name_may_hold_whatever_it_likes(run: Run, photo: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"bad\xff\n\x1b[31mred.jpg")
    photo.rename(photo.with_name(name))
    (line,) = run.lines(photo.parent, "--out", tmp_path / "out")
    assert Path(line["output"]).name == name
    _, text, _ = run("mask", photo.parent, "--out", tmp_path / "out")
    assert len(text) == 1
    assert "\x1b" not in text[0]


def test_a_sheet_shows_every_file_twenty_four_to_a_page(run: Run, photo: Path, tmp_path: Path) -> None:
    for number in range(24):
        photo.with_name(f"{number}.jpg").write_bytes(photo.read_bytes())
    photo.with_name("x.txt").write_text("no picture")
    status, _, said = run("inspect", photo.parent, "--out", tmp_path / "sheet.png")
    assert status == 1
    assert said.splitlines() == [f"drew {tmp_path / 'sheet.png'}", f"drew {tmp_path / 'sheet-2.png'}"]
    with Image.open(tmp_path / "sheet.png") as first, Image.open(tmp_path / "sheet-2.png") as second:
        assert first.width == 4 * 320 + 5 * 12
        assert (second.width, second.height) == (2 * 320 + 3 * 12, 364 + 2 * 12)
        yellow = [count for count, colour in first.getcolors(1 << 24) or [] if colour == (255, 214, 10)]
        assert yellow


def test_a_sheet_never_replaces_a_photo(run: Run, photo: Path) -> None:
    png = photo.with_suffix(".png")
    png.write_bytes(saved(smooth(), "PNG"))
    before = png.read_bytes()
    status, _, said = run("inspect", photo.parent, "--out", png)
    assert (status, png.read_bytes()) == (2, before)
    assert "--out is one of the files" in said


def test_it_runs_as_a_module_with_no_stdin_no_terminal_and_nobody_who_reads(
    build: Path, astronaut: bytes, tmp_path: Path
) -> None:
    """The real pipeline; also: the command line's own packages reach no handler."""
    (tmp_path / "photo.png").write_bytes(astronaut)
    command = [sys.executable, "-m", "functions.imaging", "mask", str(tmp_path / "photo.png"), "--json"]
    command += ["--out", str(tmp_path / "out"), "--models", str(build / "models")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["state"] == "done"
    closed = subprocess.run(["/bin/sh", "-c", '"$@" <&- >&- 2>&-', "sh", *command], cwd=ROOT, check=False)
    assert closed.returncode == 0
    reader, writer = os.pipe()
    os.close(reader)
    gone = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (1, "")
