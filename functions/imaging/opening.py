"""Opens what a stranger sent: by content, by an allow-list, within limits, whole or not at all."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile

from functions.core.errors import Refused
from functions.imaging.containers import PARTS, CutError, MalformedError, webp_size
from functions.imaging.formats import CONTENT_TYPES, sniff
from functions.imaging.limits import Limits

# A progressive JPEG of a camera has about 10 scans. Each is a pass over the whole picture, so a small file
# of thousands of empty scans would cost minutes.
MAX_SCANS: Final = 100


def open_picture(data: bytes, content_type: str, limits: Limits) -> tuple[str, Image.Image]:
    """The format's name and the decoded picture, as it lies in the file (not yet upright).

    Raises `Refused` with ``not_an_image``, ``format_not_supported``, ``content_type_mismatch``,
    ``truncated``, ``too_many_pixels``, ``too_many_frames`` or ``damaged``.
    """
    name = sniff(data)
    if content_type != CONTENT_TYPES[name]:
        raise Refused("content_type_mismatch")
    _judge_structure(data, name, limits)
    with _refusing():
        picture = Image.open(BytesIO(data), formats=[name])
    _judge_size(picture.size, limits)
    # the other pictures of an MPO are views of the same scene; they are left behind, as a trailer is
    if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
        raise Refused("too_many_frames")
    with _refusing():
        picture.load()
    return name, picture


def _judge_structure(data: bytes, name: str, limits: Limits) -> None:
    """Refuse what is cut off, and what would cost too much to open.

    A file that is merely odd is left to the decoder, which knows more dialects. The decoder alone is not
    enough: it takes a file whose last bytes are missing, if they held no pixels.
    """
    scans = 0
    try:
        if name == "WEBP":
            _judge_size(webp_size(data), limits)
        for part in PARTS[name](data):
            scans += part.name == "FFDA"
    except CutError as error:
        raise Refused("truncated") from error
    except MalformedError as error:
        if name == "WEBP":  # its canvas cannot be judged
            raise Refused("damaged") from error
    if scans > MAX_SCANS:
        raise Refused("damaged")


def _judge_size(size: tuple[int, int], limits: Limits) -> None:
    if size[0] * size[1] > limits.pixels:
        raise Refused("too_many_pixels")


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever a decoder raises on hostile bytes into `Refused`; our own lack of memory stays ours."""
    assert not ImageFile.LOAD_TRUNCATED_IMAGES, "a half-decoded picture must never be published"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's warnings quote the file; size is judged here
            yield
    except MemoryError:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except Exception as error:
        if "out of memory" in str(error):  # how Pillow reports it from inside a codec
            raise MemoryError from error
        raise Refused("truncated" if "truncated" in str(error).lower() else "damaged") from error
