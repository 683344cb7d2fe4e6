"""A contact sheet: what the pipeline made of each photo, with the boxes, for people to look at.

It shows what is in review as well, so it is for those who may see the photos.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from functions.core.job import DONE, REVIEW
from functions.core.masked import Masked
from functions.imaging.cli.lines import Line, shown
from functions.imaging.cli.outputs import save

COLUMNS: Final = 4
ROWS: Final = 6
CELL: Final = 320
CAPTION: Final = 44
MARGIN: Final = 12
PAPER: Final = (250, 250, 248)
INK: Final = (40, 40, 40)
COLOURS: Final = {DONE: (30, 130, 76), REVIEW: (200, 120, 0)}
REFUSED: Final = (180, 40, 40)
FOUND: Final = (255, 214, 10)
PAINTED: Final = (0, 200, 255)


def draw_sheets(seen: Iterable[tuple[Line, Masked | None]], target: Path) -> Iterator[tuple[Path, bool]]:
    """Draw all of ``seen``, 24 to a sheet: ``target``, then the same name with ``-2`` and so on.

    Yields each sheet's path and whether all on it are done. Raises `OSError` if it cannot be written.
    """
    cells: list[tuple[Line, Image.Image]] = []
    number = 0
    for line, masked in seen:
        cells.append((line, _cell(line, masked)))
        if len(cells) == COLUMNS * ROWS:
            number += 1
            yield _draw(cells, target, number)
            cells = []
    if cells or not number:
        yield _draw(cells, target, number + 1)


def _draw(cells: list[tuple[Line, Image.Image]], target: Path, number: int) -> tuple[Path, bool]:
    columns, rows = min(COLUMNS, max(1, len(cells))), -(-max(1, len(cells)) // COLUMNS)
    sheet = Image.new("RGB", (_along(columns, CELL), _along(rows, CELL + CAPTION)), PAPER)
    for index, (_, cell) in enumerate(cells):
        row, column = divmod(index, COLUMNS)
        sheet.paste(cell, (_along(column, CELL), _along(row, CELL + CAPTION)))
    path = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
    file = BytesIO()
    sheet.save(file, "PNG" if path.suffix.lower() == ".png" else "JPEG", quality=90)
    save(path, file.getvalue())
    return path, all(line.state == DONE for line, _ in cells)


def _along(count: int, length: int) -> int:
    return MARGIN + count * (length + MARGIN)


def _cell(line: Line, masked: Masked | None) -> Image.Image:
    cell = Image.new("RGB", (CELL, CELL + CAPTION), PAPER)
    pen = ImageDraw.Draw(cell)
    if masked:
        picture = _with_boxes(line, masked)
        cell.paste(picture, ((CELL - picture.width) // 2, (CELL - picture.height) // 2))
    else:
        pen.rectangle((0, 0, CELL - 1, CELL - 1), outline=REFUSED)
    colour = COLOURS.get(line.state, REFUSED)
    pen.rectangle((0, CELL + 4, 5, CELL + CAPTION - 1), fill=colour)
    pen.text((12, CELL + 4), _fitting(shown(Path(line.file.name))), fill=INK, font=_font())
    said = line.reason or f"{len(line.regions)} hidden"
    pen.text((12, CELL + 23), _fitting(f"{line.state}: {said}"), fill=colour, font=_font())
    return cell


def _with_boxes(line: Line, masked: Masked) -> Image.Image:
    """The result as it would be handed out, small; yellow what was found, blue what was painted around it."""
    with Image.open(BytesIO(masked.data)) as opened:
        opened.draft("RGB", (CELL * 2, CELL * 2))
        picture = opened.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    ground.thumbnail((CELL, CELL))
    pen = ImageDraw.Draw(ground)
    for region in line.regions:
        for box, colour in ((region.covered, PAINTED), (region.box, FOUND)):
            left, top = box.left * ground.width, box.top * ground.height
            right, bottom = left + box.width * ground.width, top + box.height * ground.height
            pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), outline=colour)
    return ground


def _fitting(text: str) -> str:
    """``text``, with its middle left out if it is wider than a cell."""
    while _font().getlength(text) > CELL - 16:
        text = f"{text[: len(text) // 2 - 2]}…{text[len(text) // 2 + 2 :]}"
    return text


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(14)
