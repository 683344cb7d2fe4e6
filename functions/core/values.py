"""Small readers of JSON values. Each raises `Invalid` with the path it was given, and repeats nothing."""

import math
from collections.abc import Collection, Mapping

from functions.core.errors import Invalid


def fields(value: object, path: str, known: Collection[str]) -> Mapping[str, object]:
    """An object that has no field beside ``known``."""
    if not isinstance(value, dict):
        raise Invalid("must be an object", field=path)
    if not value.keys() <= set(known):
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(known))}", field=path)
    return value


def one_of(value: object, known: Collection[str], path: str) -> str:
    """A text that is one of ``known``."""
    if not isinstance(value, str) or value not in known:
        raise Invalid(f"must be one of {', '.join(known)}", field=path)
    return value


def number(value: object, path: str, most: float = 1) -> float:
    """A number from 0 to ``most``; true is none, and neither is NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise Invalid(f"must be a number from 0 to {most:g}", field=path)
    assert math.isfinite(value)
    return value


def listed(value: object, path: str, most: int, least: int = 1) -> list[object]:
    """A list of ``least`` to ``most`` values."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise Invalid(f"must be a list of {least} to {most}", field=path)
    return value
