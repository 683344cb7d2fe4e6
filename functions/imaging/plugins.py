"""How a recipe's words become detectors and maskers: an explicit table, and no guessing."""

from collections.abc import Mapping
from typing import TypeVar

from functions.core.errors import Invalid

Plugin = TypeVar("Plugin")


def named(plugins: Mapping[str, Plugin], name: str, field: str) -> Plugin:
    """The plug-in called ``name``. Raises `Invalid` for ``field`` if there is none (house rule 8)."""
    try:
        return plugins[name]
    except KeyError as error:
        raise Invalid(f"must be one of {', '.join(sorted(plugins))}", field=field) from error
