"""What `infra` writes is what the handler reads."""

import importlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

FUNCTIONS = Path(__file__).parents[3] / "functions"
NAMES = sorted(path.parent.name for path in FUNCTIONS.glob("*/settings.py"))


def _settings(name: str) -> Any:
    return importlib.import_module(f"functions.{name}.settings").Settings


def _filled(settings: Any) -> Any:
    values = {f.name: number if f.type is int else f"value of {f.name}" for number, f in _numbered(settings)}
    return settings(**values)


def _numbered(settings: Any) -> list[tuple[int, Any]]:
    return list(enumerate(fields(settings)))


@pytest.mark.parametrize("name", NAMES)
def test_settings_come_back_from_the_environment_they_were_written_to(name: str) -> None:
    filled = _filled(_settings(name))
    assert type(filled).from_env(filled.to_env()) == filled


@pytest.mark.parametrize("name", NAMES)
def test_an_environment_holds_texts_under_names_in_capitals(name: str) -> None:
    env = _filled(_settings(name)).to_env()
    assert all(isinstance(value, str) for value in env.values())
    assert all(key.isupper() for key in env)


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_that_is_missing_is_named(name: str) -> None:
    env = _filled(_settings(name)).to_env()
    for missing in env:
        with pytest.raises(KeyError, match=missing):
            _settings(name).from_env({key: value for key, value in env.items() if key != missing})


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_read_from_the_process_where_none_are_given(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = _filled(_settings(name))
    for key, value in filled.to_env().items():
        monkeypatch.setenv(key, value)
    assert type(filled).from_env() == filled


def test_there_are_settings_to_test() -> None:
    assert len(NAMES) >= 7
