"""The second step of the background lane: what stands behind the subject is put there, tile by tile."""

from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image

from functions.core.background import BLUR, MASK, REMOVE
from functions.imaging.background.colours import own_colours
from functions.imaging.background.cut import Cut
from functions.imaging.background.edges import tiles
from functions.imaging.background.grounds import ground_of
from functions.imaging.boxes import PixelBox
from functions.imaging.covers import Cover
from functions.imaging.detectors.outlines import unit
from functions.imaging.formats import written_as
from functions.imaging.work import Work

# How far around a soft edge colours of subject and ground are looked for, in parts of the long side.
REACH: Final = 1 / 250
LEAST_REACH, MOST_REACH = 3, 24
SOLID: Final = 255


def compose(work: Work) -> Work:
    """Put the recipe's ground behind the subject; without a background, nothing.

    It stands after masking, so that what is blurred or seen through a soft edge was hidden before. A cover
    that touches the subject stays whole and opaque; one that lies on the ground alone goes with it.
    """
    background, (frame, *_) = work.recipe.background, work.frames
    if background is None or frame.cut is None:
        return work
    alpha = frame.cut.alpha
    kept = [cover for cover in frame.covers if background.mode == BLUR or _touches(cover, alpha)]
    for cover in kept:
        alpha.paste(255, cover.where[:2], cover.mask())
    cut = replace(frame.cut, ground=ground_of(background, frame.picture, alpha))
    picture = _composed(frame.picture, cut, background.mode)
    composed = replace(frame, picture=picture, cut=cut, covers=tuple(kept))
    return _written(replace(work, frames=(composed,)), clear=background.mode == REMOVE)


def _composed(picture: Image.Image, cut: Cut, mode: str) -> Image.Image:
    if mode == MASK:
        return Image.merge("RGB", [cut.alpha] * 3)
    _put_behind(picture, cut, opaque=mode != REMOVE)
    if mode == REMOVE:
        picture.putalpha(cut.alpha)
    return picture


def _touches(cover: Cover, alpha: Image.Image) -> bool:
    under = Image.new("L", cover.where.size)
    under.paste(alpha.crop(cover.where), mask=cover.mask())
    return under.getbbox() is not None


def _put_behind(picture: Image.Image, cut: Cut, *, opaque: bool) -> None:
    """Paint the ground into an RGB ``picture``, in place; unless ``opaque``, only where alpha is 0.

    Edges are made before anything is painted, because each looks beyond its tile.
    """
    reach = round(min(MOST_REACH, max(LEAST_REACH, max(picture.size) * REACH)))
    edges: list[tuple[PixelBox, Image.Image]] = []
    plain: list[PixelBox] = []
    for tile in tiles(picture.size):
        least, most = cut.alpha.crop(tile).getextrema()
        if most == 0:
            plain.append(tile)
        elif least != SOLID:
            edges.append((tile, _edge(picture, cut.alpha, tile, reach)))
    for tile, subject in edges:
        alpha, behind = cut.alpha.crop(tile), cut.at(tile)
        behind.paste(subject, mask=alpha if opaque else alpha.point(_any))
        picture.paste(behind, tile)
    for tile in plain:
        picture.paste(cut.at(tile), tile)


def _edge(picture: Image.Image, alpha: Image.Image, tile: PixelBox, reach: int) -> Image.Image:
    """The subject's own colours in a tile."""
    around = PixelBox(
        max(0, tile.left - 2 * reach),
        max(0, tile.top - 2 * reach),
        min(picture.width, tile.right + 2 * reach),
        min(picture.height, tile.bottom + 2 * reach),
    )
    colours = unit(picture.crop(around))
    share = unit(alpha.crop(around))
    own = own_colours(colours, share, reach)
    left, top = tile.left - around.left, tile.top - around.top
    inside = own[top : top + tile.size[1], left : left + tile.size[0]]
    return Image.fromarray((inside * 255 + 0.5).astype(np.uint8))


def _any(alpha: int) -> int:
    return SOLID if alpha else 0


def _written(work: Work, *, clear: bool) -> Work:
    """In the format that was asked for; a GIF's few colours would spoil every soft edge."""
    like = "PNG" if work.format == "GIF" else work.format
    name = written_as(like, work.recipe.output.format, work.frames[0].picture.size, moving=False, clear=clear)
    return replace(work, format=name, lossless=name == "PNG" or (name == work.format and work.lossless))
