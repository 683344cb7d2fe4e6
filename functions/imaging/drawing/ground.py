"""What lies behind a drawn mask, and what covers a place that is no face: plain geometry, edge to edge."""

from random import Random
from typing import Final

from functions.imaging.drawing.palettes import Palette
from functions.imaging.drawing.pen import Pen, Point, Sheet, arc

ROWS: Final = 3
# The corner of a tile in which a quarter of a circle stands, and the angle at which it begins.
QUARTERS: Final = (((-1, -1), 0), ((1, -1), 90), ((1, 1), 180), ((-1, 1), 270))


def halo(sheet: Sheet, palette: Palette, chance: Random, at: Point) -> None:
    """Something quiet around pixel ``at``, in two tones."""
    chance.choice((_rays, _rings, _halves, _stripes))(sheet, palette, at)


def _rays(sheet: Sheet, palette: Palette, at: Point) -> None:
    pen = sheet.pen(at, sum(sheet.size))
    for start in range(0, 360, 30):
        pen.shape([(0, 0), *arc((0, 0), (1, 1), (start, start + 15))], palette.echo)


def _rings(sheet: Sheet, palette: Palette, at: Point) -> None:
    pen = sheet.pen(at, max(sheet.size))
    for index in range(8, 0, -1):
        pen.disc((0, 0), index * 0.12, (palette.ground, palette.echo)[index % 2])


def _halves(sheet: Sheet, palette: Palette, at: Point) -> None:
    reach = sum(sheet.size)
    sheet.pen(at, 1).bar((reach, 0), (reach, reach), palette.echo)


def _stripes(sheet: Sheet, palette: Palette, at: Point) -> None:
    pen = sheet.pen(at, max(sheet.size), turn=45)
    for index in range(-9, 10):
        pen.bar((index * 0.16, 0), (0.04, 3), palette.echo)


def tiles(sheet: Sheet, palette: Palette, chance: Random) -> None:
    """Tiles of circles, quarters and triangles: for words, plates and whatever else is no face."""
    width, height = sheet.size
    side = max(min(width, height) / ROWS, 1.0, max(width, height) / 40)
    for row in range(int(height / side) + 1):
        for column in range(int(width / side) + 1):
            at = ((column + 0.5) * side, (row + 0.5) * side)
            _tile(sheet.pen(at, side / 2), palette, chance)


def _tile(pen: Pen, palette: Palette, chance: Random) -> None:
    colours = (palette.face, palette.side, palette.accent, palette.spark, palette.light, palette.ink)
    under, over = chance.sample(colours, 2)
    pen.bar((0, 0), (1.02, 1.02), under)
    corner, start = chance.choice(QUARTERS)
    match chance.randrange(5):
        case 0:
            pen.disc((0, 0), 0.7, over)
        case 1:
            pen.shape([corner, *arc(corner, (2, 2), (start, start + 90))], over)
        case 2:
            pen.shape([corner, (-corner[0], corner[1]), (corner[0], -corner[1])], over)
        case 3:
            pen.disc((0, corner[1]), 1, over, (180, 360) if corner[1] > 0 else (0, 180))
        case _:
            pen.gem((0, 0), (0.8, 0.8), over)
