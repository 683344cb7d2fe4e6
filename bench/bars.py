"""A bar for each share, with its interval, as a picture."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LEFT, WIDE, HIGH, EDGE = 330, 500, 26, 16
INK, BAR, RISKY, LINE = "#22252b", "#3d7d6e", "#d9563a", "#d8d8d2"


def draw_bars(rows: Sequence[tuple[str, float, tuple[float, float]]], path: Path) -> None:
    """Write a picture of ``rows`` (label, share 0..1, interval) to ``path``; a quarter and more is red."""
    picture = Image.new("RGB", (LEFT + WIDE + 70, HIGH * (len(rows) + 1) + 2 * EDGE), "#fbfaf6")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    foot = EDGE + HIGH * len(rows)
    for tenth in range(0, 11, 2):
        x = LEFT + WIDE * tenth // 10
        draw.line((x, EDGE, x, foot), fill=LINE)
        draw.text((x, foot + 6), f"{tenth / 10:.1f}", INK, font, anchor="ma")
    for index, (label, share, (low, high)) in enumerate(rows):
        y = EDGE + HIGH * index
        draw.text((LEFT - 10, y + HIGH / 2), label, INK, font, anchor="rm")
        draw.rectangle((LEFT, y + 5, LEFT + WIDE * share, y + HIGH - 5), RISKY if share >= 0.25 else BAR)
        draw.line((LEFT + WIDE * low, y + HIGH / 2, LEFT + WIDE * high, y + HIGH / 2), INK, 2)
        draw.text((LEFT + WIDE * high + 8, y + HIGH / 2), f"{share:.2f}", INK, font, anchor="lm")
    picture.save(path)
