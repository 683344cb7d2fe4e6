import json
from pathlib import Path
from typing import Any

import pytest

from functions.imaging.limits import Limits
from functions.imaging.pipeline import MODEL_FILES, Pipeline, build_pipeline

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def build() -> Path:
    """The folder of fetched files."""
    folder = ROOT / "build"
    if not all((folder / "models" / name).is_file() for name in MODEL_FILES.values()):
        pytest.fail("the models or the test photo are missing: run `python -m tools.fetch` once")
    return folder


@pytest.fixture(scope="session")
def pipeline(build: Path) -> Pipeline:
    """The real one, with the real detector."""
    return build_pipeline(build / "models", Limits(pixels=30_000_000))


@pytest.fixture(scope="session")
def astronaut(build: Path) -> bytes:
    """A PNG of 512 × 512 pixels that shows one woman, facing us, at the top."""
    return (build / "photos" / "astronaut.png").read_bytes()


def _shared(name: str) -> Path:
    folder = ROOT.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is not there: it may not be part of this repository")
    return folder


@pytest.fixture(scope="session")
def hostile() -> Path:
    """Odd and hostile files beside the repository, or skip."""
    return _shared("hostile")


@pytest.fixture(scope="session")
def manifest(hostile: Path) -> list[dict[str, Any]]:
    """What is right for each hostile file."""
    listed: list[dict[str, Any]] = json.loads((hostile / "manifest.json").read_text())
    return listed


@pytest.fixture(scope="session")
def photos() -> Path:
    """Photos with labelled faces beside the repository, or skip."""
    return _shared("photos")
