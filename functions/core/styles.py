"""The styles in which a place can be covered, and the parameters that each takes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Invalid

DEFAULT_STYLE: Final = "solid"
DEFAULT_COLOUR: Final = "#404040"

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Style:
    """``anonymising`` says whether nothing can undo it (promise 3).

    ``parameters`` maps each name that the style takes to its reader, which gets value and path.
    """

    anonymising: bool
    parameters: Mapping[str, Callable[[object, str], str]]


def parse_colour(value: object, path: str) -> str:
    """``#rrggbb``, in small letters. Raises `Invalid`."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise Invalid("must be a colour like #404040", field=path)
    return value


STYLES: Final[Mapping[str, Style]] = {"solid": Style(anonymising=True, parameters={"colour": parse_colour})}
