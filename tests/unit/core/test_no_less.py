"""With the result alone, more can be hidden and never less."""

from typing import Any

import pytest

from functions.core.errors import OriginalGone
from functions.core.no_less import require_no_less
from functions.core.recipe import parse_recipe

BOX, OTHER = {"box": [0.1, 0.1, 0.2, 0.2]}, {"box": [0.5, 0.5, 0.2, 0.2]}
FACES: dict[str, Any] = {"version": 1, "hide": {"face": {}}}
DRAWN = {**FACES, "hide": {"face": {}, "region": {}}, "regions": [BOX]}
FAST = {"detect": {"effort": "fast", "orientations": 1}}
KEPT, WITHIN = {**FACES, "keep": [BOX]}, {**FACES, "within": [BOX]}
LARGEST = {**FACES, "keep": "largest"}
CUT = {**FACES, "background": {"mode": "remove"}}


def _face(**how: object) -> dict[str, Any]:
    return {**FACES, "hide": {"face": how}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(FACES, FACES, id="the same"),
        pytest.param(FACES, {**FACES, "hide": {"face": {}, "text": {"style": "mean"}}}, id="another label"),
        pytest.param(FACES, DRAWN, id="a place is drawn"),
        pytest.param(DRAWN, {**DRAWN, "regions": [OTHER, BOX]}, id="another place is drawn"),
        pytest.param(FACES, _face(band={"hide": 0.2}), id="a lower band"),
        pytest.param(_face(band={"hide": 0.9, "review": 0.4}), FACES, id="no band, which is lower"),
        pytest.param(FACES, _face(band={"hide": 0.3, "review": 0.1}), id="a person looks at more"),
        pytest.param({**FACES, **FAST}, FACES, id="thorough, whose band is lower"),
        pytest.param(KEPT, FACES, id="nobody is kept any more"),
        pytest.param(LARGEST, FACES, id="nor the largest"),
        pytest.param(WITHIN, {**FACES, "within": [BOX, OTHER]}, id="wider places"),
        pytest.param(WITHIN, FACES, id="everywhere"),
        pytest.param({**FACES, **FAST}, {**FACES, "detect": {"effort": "balanced"}}, id="looks harder"),
        pytest.param(FACES, {**FACES, "output": {"format": "png"}}, id="another format"),
        pytest.param(CUT, CUT, id="the background stays replaced"),
    ],
)
def test_what_hides_as_much_or_more_may_be_asked_for(before: dict[str, Any], after: dict[str, Any]) -> None:
    require_no_less(parse_recipe(before), parse_recipe(after))


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        pytest.param(DRAWN, FACES, "hide.region", id="a label less"),
        pytest.param(DRAWN, {**DRAWN, "regions": [OTHER]}, "regions", id="a place less"),
        pytest.param(_face(style="blur"), FACES, "hide.face", id="another style, even a safer one"),
        pytest.param(FACES, _face(grow=2), "hide.face", id="another size"),
        pytest.param(FACES, _face(band={"hide": 0.9}), "hide.face", id="a higher band"),
        pytest.param(FACES, {**FACES, **FAST}, "hide.face", id="fast: its band is higher"),
        pytest.param(
            _face(band={"hide": 0.3}), {**_face(band={"hide": 0.3}), **FAST}, "detect", id="looks less"
        ),
        pytest.param(FACES, KEPT, "keep", id="somebody is kept"),
        pytest.param(FACES, LARGEST, "keep", id="the largest is kept"),
        pytest.param(LARGEST, KEPT, "keep", id="another is kept"),
        pytest.param(FACES, WITHIN, "within", id="only there"),
        pytest.param(WITHIN, {**FACES, "within": [OTHER]}, "within", id="only elsewhere"),
        pytest.param(FACES, CUT, "background", id="another background"),
        pytest.param(CUT, FACES, "background", id="the old background"),
    ],
)
def test_what_would_hide_less_needs_the_original(
    before: dict[str, Any], after: dict[str, Any], field: str
) -> None:
    with pytest.raises(OriginalGone) as refused:
        require_no_less(parse_recipe(before), parse_recipe(after))
    assert refused.value.field == f"recipe.{field}"
