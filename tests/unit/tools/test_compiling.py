"""`.pyc` of a target's Python: its own magic number, found without a date, the same each time."""

import importlib.util
import json
import sys

import pytest

from tools.compiling import ROOT, CompilerMissing, compiled

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
SOURCES = {"a/b.py": b"NUMBER = 7\n", "c.py": "# -*- coding: latin-1 -*-\nNAME = 'ä'\n".encode("latin-1")}
UNCHECKED = (1).to_bytes(4, "little")  # PEP 552: by hash, and the hash is not looked at


def test_what_is_compiled_lies_where_python_looks_for_it() -> None:
    tag = f"cpython-{HERE.replace('.', '')}"
    assert compiled(SOURCES, HERE).keys() == {f"a/__pycache__/b.{tag}.pyc", f"__pycache__/c.{tag}.pyc"}


def test_it_is_of_this_pythons_kind_and_bound_to_no_date() -> None:
    for code in compiled(SOURCES, HERE).values():
        assert code[:4] == importlib.util.MAGIC_NUMBER
        assert code[4:8] == UNCHECKED


def test_the_same_source_is_the_same_bytes() -> None:
    assert compiled(SOURCES, HERE) == compiled(SOURCES, HERE)


def test_another_python_than_the_hosts_is_compiled_for_as_well() -> None:
    """3571 is CPython 3.13's magic number (`Include/internal/pycore_magic_number.h`)."""
    code = compiled(SOURCES, "3.13")["a/__pycache__/b.cpython-313.pyc"]
    assert code[:4] == (3571).to_bytes(2, "little") + b"\r\n"
    assert code[4:8] == UNCHECKED


def test_a_python_that_nothing_here_compiles_for_is_refused_with_what_to_take() -> None:
    with pytest.raises(CompilerMissing, match=r"take 3\.13"):
        compiled(SOURCES, "3.9")


def test_the_compilers_version_is_pinned() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert package["devDependencies"]["pyodide"] == "0.29.5"  # CPython 3.13
