"""What is judged before any decoder sees a file: whether it is whole, and what it would cost."""

from typing import Final

from functions.core.errors import Refused
from functions.core.reasons import (
    DECODE_FAILED,
    FORMAT_NOT_ALLOWED,
    TOO_LARGE,
    TOO_MANY_FRAMES,
    TRUNCATED,
)
from functions.imaging.containers import PARTS, webp_size
from functions.imaging.gif import gif_size, image_edges
from functions.imaging.limits import Limits
from functions.imaging.parts import CutError, MalformedError
from functions.imaging.tiff import has_more_pages, is_raw

# A progressive JPEG of a camera has about 10 scans. Each is a pass over the whole picture, so a small file
# of thousands of empty scans would cost minutes.
MAX_SCANS: Final = 100


def judge_structure(data: bytes, name: str, limits: Limits) -> None:
    """Refuse what is cut off, and what would cost too much to open.

    A file that is merely odd is left to the decoder, which knows more dialects. The decoder alone is not
    enough: it takes a file whose last bytes are missing, if they held no pixels.
    """
    try:
        match name:
            case "TIFF":
                _judge_tiff(data)
            case "GIF":
                _judge_gif(data, limits)
            case "WEBP":  # its decoder makes a canvas before it says how large
                judge_size(webp_size(data), 1, limits)
                _walk(data, name)
            case _:
                _walk(data, name)
    except CutError as error:
        raise Refused(TRUNCATED) from error
    except MalformedError as error:
        if name in {"WEBP", "GIF"}:  # what they cost cannot be judged
            raise Refused(DECODE_FAILED) from error


def judge_size(size: tuple[int, int], frames: int, limits: Limits) -> None:
    """Refuse more frames, or more pixels in all of them together, than ``limits`` allow."""
    if frames > limits.frames:
        raise Refused(TOO_MANY_FRAMES, f"{limits.frames:,} frames")
    if size[0] * size[1] * frames > limits.pixels:
        every = " in all its frames" if frames > 1 else ""
        raise Refused(TOO_LARGE, f"{limits.pixels:,} pixels{every}")


def _walk(data: bytes, name: str) -> None:
    scans = 0
    for part in PARTS[name](data):
        scans += part.name == "FFDA"
        if scans > MAX_SCANS:
            raise Refused(DECODE_FAILED)


def _judge_gif(data: bytes, limits: Limits) -> None:
    """Count the frames by ourselves: the decoder would walk through millions of them first."""
    frames, size = 0, (0, 0)
    for part in PARTS["GIF"](data):
        if part.name == "HEAD":
            size = gif_size(part)
        elif part.name == "IMAG":
            frames += 1
            right, bottom = image_edges(part)
            size = max(size[0], right), max(size[1], bottom)  # a frame beyond the screen makes it larger
            judge_size(size, frames, limits)


def _judge_tiff(data: bytes) -> None:
    """A TIFF of more pages is a document: to mask the first alone would lose the rest without a word."""
    if is_raw(data):
        raise Refused(FORMAT_NOT_ALLOWED)
    if has_more_pages(data):
        raise Refused(TOO_MANY_FRAMES, "one page")
