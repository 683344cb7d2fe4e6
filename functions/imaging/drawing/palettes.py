"""Colours that go together, chosen by hand. None comes from a photo."""

from typing import Final, NamedTuple


class Palette(NamedTuple):
    """``ground`` and ``echo`` lie behind, ``face`` and ``side`` are the mask, the others its features."""

    ground: str
    echo: str
    face: str
    side: str
    ink: str
    light: str
    accent: str
    spark: str


PALETTES: Final = (
    Palette("#e9dfc7", "#ddd0b0", "#d8402b", "#b8301f", "#1d1d1b", "#fbf6e9", "#1f4e9c", "#f2b134"),
    Palette("#1e2a44", "#26355a", "#f4ecdc", "#e2d2b2", "#141821", "#fffaf0", "#a4243b", "#c8963e"),
    Palette("#2f5d62", "#376c71", "#f0b67f", "#e0815c", "#1f2d36", "#fdf1dc", "#f2c14e", "#9c2f2f"),
    Palette("#f6c9c6", "#f1b8b6", "#1f8a84", "#176d6b", "#20222b", "#fff6e6", "#ff6b35", "#ffd166"),
    Palette("#d5e0df", "#c3d3d3", "#3d5a80", "#2f4767", "#17202f", "#f7f6ef", "#ee6c4d", "#98c1d9"),
    Palette("#243b2f", "#2c4a3a", "#e9c46a", "#eda65b", "#171d19", "#fbf3db", "#d9563a", "#2a9d8f"),
    Palette("#3a2449", "#472d59", "#f4b6a6", "#e5788a", "#1d1226", "#fff2e6", "#f6d55c", "#6b4e9b"),
    Palette("#f3b53f", "#eda52a", "#20407c", "#183261", "#12192b", "#fff7e3", "#e4572e", "#7fc6c0"),
    Palette("#c9d6c3", "#b8c8b1", "#7b2d43", "#612135", "#22161b", "#fbf3e8", "#e0a13c", "#3f7d6e"),
    Palette("#14213d", "#1b2c52", "#fca311", "#e5890a", "#0b1222", "#f7f3e8", "#d62839", "#2ec4b6"),
)
