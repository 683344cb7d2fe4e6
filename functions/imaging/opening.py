"""Opens what a stranger sent: by content, by an allow-list, within limits, whole or not at all."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile

from functions.core.errors import Refused
from functions.core.reasons import DECODE_FAILED, TOO_LARGE, TRUNCATED
from functions.imaging.formats import sniff
from functions.imaging.judging import judge_size, judge_structure
from functions.imaging.limits import Limits

# Narrower, a quarter of it would leave no block to compare.
NARROW: Final = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose header was read and judged. Nothing is decoded yet.

    ``first`` and ``frames`` say which of the file's pictures are shown; a still has one.
    """

    format: str
    picture: Image.Image
    first: int
    frames: int
    limits: Limits

    def reduce(self, least: int) -> int:
        """Let ``decoded`` give pictures whose sides are smaller by the factor that comes back: 1, 2 or 4.

        The longer keeps ``least`` pixels. Only a JPEG can do it: its decoder reads every bit of the file and
        leaves out the finest waves of each block, for 0.6 of the time and a quarter of the memory at most.
        """
        size = self.picture.size
        if self.format != "JPEG" or min(size) < NARROW:
            return 1
        factor = next((factor for factor in (4, 2) if max(size) >= factor * least), 1)
        if factor > 1:
            self.picture.draft(None, (size[0] // factor, size[1] // factor))
        return factor

    def decoded(self) -> Iterator[Image.Image]:
        """Each frame as a viewer shows it, put together from those before, as it lies in the file.

        It is the same object each time, and good until the next is asked for. Raises `Refused`.
        """
        for index in range(self.first, self.first + self.frames):
            with _refusing():
                if index:
                    self.picture.seek(index)
                self.picture.load()
            judge_size(self.picture.size, self.frames, self.limits)  # some only know when they have decoded
            yield self.picture


def open_picture(data: bytes, limits: Limits) -> Opened:
    """The file's format and frames, by its content alone.

    What an uploader declared is not asked: browsers guess it from a name. Raises `Refused` with
    ``not_an_image``, ``format_not_allowed``, ``truncated``, ``too_large``, ``too_many_frames`` or
    ``decode_failed``; reading frames may raise the last four as well.
    """
    name = sniff(data)
    judge_structure(data, name, limits)
    with _refusing():
        picture = _asked(name, data)
        first, frames = _shown(picture)
    judge_size(picture.size, frames, limits)
    return Opened(name, picture, first, frames, limits)


def _asked(name: str, data: bytes) -> Image.Image:
    """What the one decoder for this format makes of the header."""
    if name != "HEIF":
        return Image.open(BytesIO(data), formats=[name])
    from pi_heif.as_plugin import HeifImageFile  # noqa: PLC0415 - few pictures need it

    heif: Image.Image = HeifImageFile(BytesIO(data))
    return heif


def _shown(picture: Image.Image) -> tuple[int, int]:
    """The first frame that a viewer shows, and how many it shows.

    The other pictures of an MPO or HEIC are views of the same scene, depth maps, or a burst; a PNG may hold
    one for viewers that cannot move. They are left behind, as a trailer is.
    """
    if picture.format in {"MPO", "HEIF"}:
        return 0, 1
    frames = int(getattr(picture, "n_frames", 1))
    hidden = picture.info.get("default_image", False) and frames > 1
    return (1, frames - 1) if hidden else (0, frames)


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
        raise Refused(TOO_LARGE) from error
    except Exception as error:
        if "out of memory" in str(error):  # how Pillow reports it from inside a codec
            raise MemoryError from error
        raise Refused(TRUNCATED if "truncated" in str(error).lower() else DECODE_FAILED) from error
