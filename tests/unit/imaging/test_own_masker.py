"""The masker that the documentation shows is one."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.core.region import Box
from functions.core.styles import STYLES, Style, parse_colour
from functions.imaging.limits import Limits
from functions.imaging.pipeline import Pipeline

from .making import Script, inside, saved, shown, smooth

PAGE = Path(__file__).parents[3] / "docs" / "write-your-own-masker.md"


def test_the_masker_of_the_page_hides_a_face(monkeypatch: Any) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(source.splitlines()) <= 30
    module: dict[str, Any] = {"__name__": "stripes"}
    exec(compile(source, str(PAGE), "exec"), module)
    style = Style(anonymising=True, parameters={"colour": parse_colour})
    monkeypatch.setattr("functions.core.hide.STYLES", {**STYLES, "stripes": style})
    detector = Script([(Box(0.4, 0.4, 0.2, 0.2),)])
    pipeline = Pipeline(Limits(), {"face": detector}, {"stripes": module["Stripes"].of})
    recipe = Recipe({"face": Hide("stripes", parameters={"colour": "#ff0000"})})
    masked = pipeline.mask(saved(smooth(320, 240), "PNG"), recipe)
    colours = np.unique(np.asarray(shown(masked.data).convert("RGB"))[inside(masked)], axis=0)
    assert masked.verdict.verified
    assert colours.tolist() == [[0xFB, 0xF6, 0xE9], [0xFF, 0, 0]]
