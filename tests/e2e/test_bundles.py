"""Each asset works by itself: on the local cloud a missing wheel would be found beside the emulator."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from infra.packaging import Assets
from infra.stage import LOCAL
from tests.e2e.pictures import jpeg
from tools.bundle import FUNCTIONS, bundle
from tools.targets import Target

# What Lambda's own runtime brings along.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
IMPORTED = """
import sys
sys.path[:0] = {paths!r}
from functions.{function}.handler import handler
strangers = [
    module.__file__ for module in sys.modules.values()
    if getattr(module, "__file__", None) and "site-packages" in module.__file__
]
assert callable(handler)
assert strangers == [], strangers
print(*sorted(name for name in sys.modules if name in {{"PIL", "onnxruntime", "numpy", "boto3"}}))
"""
MASKED = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from tempfile import TemporaryDirectory
from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.imaging.limits import Limits
from functions.mask_identity.handler import MODELS, build_pipeline
from pi_heif.as_plugin import HeifImageFile  # what HEIC needs is in the asset as well
pipeline = build_pipeline(MODELS, Limits())
masked = pipeline.mask(Path({photo!r}).read_bytes(), Recipe({{"face": Hide()}}))
assert masked.verdict.verified, masked.verdict
print(len(masked.regions), masked.width, masked.height)
"""


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with boto3 and what it needs, as in Lambda's runtime, and nothing else."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in RUNTIME:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        origin = Path(found.origin)
        origin = origin.parent if origin.name == "__init__.py" else origin
        (folder / origin.name).symlink_to(origin)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that goes with the test: an unpacked asset is large."""
    with TemporaryDirectory() as made:
        yield Path(made)


def alone(folder: Path, runtime: Path, function: str, code: str, **values: str) -> str:
    """Run code in the asset of a function: no site-packages, no project, no environment."""
    bundle(Target.here())
    asset = folder / function
    with zipfile.ZipFile(Assets(LOCAL).zip_of(function)) as archive:
        archive.extractall(asset)
    script = code.format(paths=[str(asset), str(runtime)], function=function, **values)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", script],
        cwd=folder,
        env={"AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return ended.stdout.strip()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_asset_imports_without_anything_beside_it(folder: Path, runtime: Path, function: str) -> None:
    imaging = dict.fromkeys(("mask_identity", "mask_background"), "PIL boto3 numpy onnxruntime")
    expected = {**imaging, "get_openapi": ""}.get(function, "boto3")
    assert alone(folder, runtime, function, IMPORTED) == expected


def test_the_masker_masks_with_what_its_asset_holds(folder: Path, runtime: Path, photo: Image.Image) -> None:
    file = folder / "photo.jpg"
    file.write_bytes(jpeg(photo))
    assert alone(folder, runtime, "mask_identity", MASKED, photo=str(file)) == "1 512 512"
