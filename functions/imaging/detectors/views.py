"""The views of a picture that a detector looks at."""

from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image

# Neither a dark nor a light face drowns in it.
BACKGROUND: Final = (128, 128, 128)


def views(picture: Image.Image, long_sides: Sequence[int]) -> Iterator[Image.Image]:
    """RGB views of ``picture``, largest first, each with its long side at most as given, never enlarged.

    A picture with transparency is looked at twice: as it is seen, over grey, and with its alpha ignored,
    because a face at alpha 1 is invisible and yet there for everybody who drops the channel.
    """
    for flat in _flattened(picture):
        view, seen = flat, None
        for limit in sorted(long_sides, reverse=True):
            view = _fitted(view, limit)
            if view.size != seen:
                seen = view.size
                yield view


def _flattened(picture: Image.Image) -> Iterator[Image.Image]:
    if picture.mode == "RGB":
        yield picture
        return
    ground = Image.new("RGB", picture.size, BACKGROUND)
    ground.paste(picture, mask=picture.getchannel("A"))
    yield ground
    if picture.getchannel("A").getextrema() != (255, 255):
        yield picture.convert("RGB")


def _fitted(view: Image.Image, limit: int) -> Image.Image:
    long_side = max(view.size)
    if long_side <= limit:
        return view
    width, height = (max(1, round(side * limit / long_side)) for side in view.size)
    return view.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
