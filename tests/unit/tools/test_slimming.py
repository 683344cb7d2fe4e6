from pathlib import Path

import pytest

from tools.slimming import slim

_GONE = [
    "onnxruntime/capi/libonnxruntime.so.1.31.1",
    "onnxruntime/tools/convert.py",
    "numpy/f2py/__init__.py",
    "numpy/_core/tests/test_it.py",
    "numpy/__init__.pyi",
    "numpy/_core/include/numpy/arrayobject.h",
    "PIL/__pycache__/Image.cpython-313.pyc",
    "bin/f2py",
    ".lock",
    "pillow-13.0.0.dist-info/RECORD",
    "pillow-13.0.0.dist-info/INSTALLER",
    "pillow-13.0.0.dist-info/REQUESTED",
]
_STAYS = [
    "onnxruntime/capi/libonnxruntime_providers_shared.so",
    "onnxruntime/capi/onnxruntime_pybind11_state.cpython-313-aarch64-linux-gnu.so",
    "aws_lambda_powertools/utilities/parser.py",
    "pillow-13.0.0.dist-info/METADATA",
    "pillow-13.0.0.dist-info/licenses/LICENSE",
    "some/tools/kept.py",
    "some/RECORD",
]


@pytest.fixture
def slimmed(tmp_path: Path) -> Path:
    for name in (*_GONE, *_STAYS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    slim(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", _GONE)
def test_what_no_function_imports_is_left_out(slimmed: Path, name: str) -> None:
    assert not (slimmed / name).exists()


@pytest.mark.parametrize("name", _STAYS)
def test_what_is_imported_and_every_licence_stays(slimmed: Path, name: str) -> None:
    assert (slimmed / name).is_file()


def test_no_empty_folder_is_left(slimmed: Path) -> None:
    assert not [path for path in slimmed.rglob("*") if path.is_dir() and not any(path.iterdir())]
