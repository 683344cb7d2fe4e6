"""The styles in which a place can be covered, and the parameters that each takes."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from functions.core.errors import Invalid
from functions.core.values import number, one_of

Parameter = str | float

DEFAULT_STYLE: Final = "solid"
DEFAULT_COLOUR: Final = "#404040"
DEFAULT_BLOCKS: Final = 8
DEFAULT_RADIUS: Final = 0.25
DEFAULT_EMOJI: Final = "smile"
# Neither may hide less than this: so many squares along the longer side, such a share of it for the radius.
MOST_BLOCKS: Final = 8
LEAST_RADIUS: Final = 0.15
EMOJIS: Final = ("smile", "laugh", "wink", "cool", "love", "calm")
# Base64 characters: a recipe of 32 KB has room for one.
MOST_PICTURE: Final = 16 * 1024

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_PICTURE: Final = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """``anonymising`` says whether nothing can undo it (promise 3); a team may forbid what is not.

    ``parameters`` maps each name that the style takes to its reader, which gets value and path. Of those in
    ``either`` a recipe may name one.
    """

    anonymising: bool
    parameters: Mapping[str, Callable[[object, str], Parameter]] = field(default_factory=dict)
    either: tuple[str, ...] = ()


def parse_colour(value: object, path: str) -> str:
    """``#rrggbb``, in small letters. Raises `Invalid`."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise Invalid("must be a colour like #404040", field=path)
    return value


def parse_blocks(value: object, path: str) -> float:
    """How many squares along the longer side. Raises `Invalid`."""
    if type(value) is not int or not 1 <= value <= MOST_BLOCKS:
        raise Invalid(f"must be a whole number from 1 to {MOST_BLOCKS}", field=path)
    return value


def parse_radius(value: object, path: str) -> float:
    """A blur's standard deviation as a share of the longer side. Raises `Invalid`."""
    if number(value, path) < LEAST_RADIUS:
        raise Invalid(f"must be a number from {LEAST_RADIUS} to 1", field=path)
    return number(value, path)


def parse_emoji(value: object, path: str) -> str:
    """The name of a drawing. Raises `Invalid`."""
    return one_of(value, EMOJIS, path)


def parse_picture(value: object, path: str) -> str:
    """A small JPEG, PNG or WebP in base64; whoever decodes it judges it further. Raises `Invalid`."""
    if not isinstance(value, str) or len(value) > MOST_PICTURE:
        raise Invalid(f"must be base64 of at most {MOST_PICTURE} characters", field=path)
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("must be base64", field=path) from error
    if not _PICTURE.match(data):
        raise Invalid("must be a JPEG, PNG or WebP", field=path)
    return value


STYLES: Final[Mapping[str, Style]] = {
    "solid": Style(anonymising=True, parameters={"colour": parse_colour}),
    "pattern": Style(anonymising=True),
    "replace": Style(
        anonymising=True,
        parameters={"picture": parse_picture, "emoji": parse_emoji},
        either=("picture", "emoji"),
    ),
    "mean": Style(anonymising=True),
    "pixelate": Style(anonymising=False, parameters={"blocks": parse_blocks}),
    "blur": Style(anonymising=False, parameters={"radius": parse_radius}),
}
