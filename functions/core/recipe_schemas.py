"""JSON Schemas of the recipe, of what was hidden by it, and of the judgement on that."""

import json
from typing import Any, Final

from functions.core.background import MODES, SIDES
from functions.core.hide import LABELS, MOST_GROWTH, SHAPES
from functions.core.recipe import (
    EFFORTS,
    FORMATS,
    IF_NOTHING,
    LARGEST,
    MOST_SHAPES,
    ORIENTATIONS,
    VERSION,
    Look,
    Output,
)
from functions.core.schema_parts import Schema, obj, ref, text
from functions.core.shapes import MOST_POINTS
from functions.core.styles import (
    DEFAULT_BLOCKS,
    DEFAULT_COLOUR,
    DEFAULT_EMOJI,
    DEFAULT_RADIUS,
    DEFAULT_STYLE,
    EMOJIS,
    LEAST_RADIUS,
    MOST_BLOCKS,
    MOST_PICTURE,
    STYLES,
)

FRACTION: Final = {"type": "number", "minimum": 0, "maximum": 1}
COUNT: Final = {"type": "integer", "minimum": 0}

RECIPE_EXAMPLE: Final = {"version": VERSION, "hide": {"face": {"style": "solid"}}, "if_nothing": "review"}
_LEFT_HALF: Final = {"box": [0, 0, 0.5, 1]}
EXAMPLES: Final = [
    RECIPE_EXAMPLE,
    {
        "version": VERSION,
        "hide": {"face": {"shape": "ellipse", "band": {"hide": 0.6, "review": 0.2}}},
        "keep": LARGEST,
        "detect": {"effort": "thorough", "orientations": 4},
    },
    {
        "version": VERSION,
        "hide": {"face": {"grow": 1.5}, "region": {"colour": "#000000"}},
        "regions": [{"box": [0.1, 0.1, 0.2, 0.1]}, {"polygon": [[0.5, 0.5], [0.9, 0.6], [0.6, 0.9]]}],
        "within": [_LEFT_HALF],
    },
    {
        "version": VERSION,
        "background": {"mode": "remove", "crop": {"margin": 0.05}, "size": [1024, 1024]},
        "output": {"format": "png"},
    },
    {
        "version": VERSION,
        "hide": {"face": {"shape": "ellipse"}},
        "background": {"mode": "colour", "colour": "#ffffff"},
    },
]

BAND: Final = obj(
    {
        "hide": {**FRACTION, "description": "from this confidence on it is hidden"},
        "review": {**FRACTION, "description": "from this on it is hidden too, and a person looks"},
    },
    *("hide", "review"),
)
_HOW: Final = {
    "style": {"enum": list(STYLES), "default": DEFAULT_STYLE},
    "shape": {"enum": list(SHAPES), "default": "box"},
    "grow": {
        "type": "number",
        "minimum": 0,
        "maximum": MOST_GROWTH,
        "default": 1,
        "description": "a factor on what the label grows by so that hair and ears are covered",
    },
    "band": BAND,
    "colour": text("of the style solid", pattern="^#[0-9a-f]{6}$", default=DEFAULT_COLOUR),
    "picture": text(
        "of the style replace: a JPEG, PNG or WebP in base64, instead of an emoji",
        contentEncoding="base64",
        maxLength=MOST_PICTURE,
    ),
    "emoji": {"enum": list(EMOJIS), "default": DEFAULT_EMOJI, "description": "of the style replace"},
    "blocks": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_BLOCKS,
        "default": DEFAULT_BLOCKS,
        "description": "of the style pixelate: squares along the longer side",
    },
    "radius": {
        "type": "number",
        "minimum": LEAST_RADIUS,
        "maximum": 1,
        "default": DEFAULT_RADIUS,
        "description": "of the style blur: standard deviation as a share of the longer side",
    },
}


def _shapes(description: str) -> Schema:
    items = {"type": "array", "items": ref("Shape"), "minItems": 1, "maxItems": MOST_SHAPES}
    return {**items, "description": description}


_LOOK: Final = obj(
    {
        "effort": {"enum": list(EFFORTS), "default": Look().effort},
        "orientations": {"enum": list(ORIENTATIONS), "default": Look().orientations},
    },
    *("effort", "orientations"),
    description="how hard detectors look",
)
_RECIPE: Final = {
    "version": {"const": VERSION},
    "hide": {
        **obj(dict.fromkeys(LABELS, ref("Hide")), *LABELS),
        "description": "what to hide, and how; at least one label, unless there is a background",
    },
    "regions": _shapes("hidden whatever is there, as hide.region says"),
    "keep": {
        "oneOf": [{"const": LARGEST}, _shapes("faces whose centre lies in one of these")],
        "description": "faces that stay to be seen",
    },
    "within": _shapes("what is detected is hidden only where its centre lies in one of these"),
    "detect": _LOOK,
    "if_nothing": {
        "enum": list(IF_NOTHING),
        "default": "review",
        "description": "what happens when nothing was found to hide",
    },
    "output": obj({"format": {"enum": list(FORMATS), "default": Output().format}}, "format"),
    "background": ref("Background"),
}
_SIDE: Final = {"type": "integer", "minimum": SIDES[0], "maximum": SIDES[1]}
_BACKGROUND: Final = {
    "mode": {"enum": list(MODES), "description": "blur anonymises nobody; mask is the outline alone"},
    "colour": text("of the mode colour", pattern="^#[0-9a-f]{6}$"),
    "picture": text("of the mode picture: base64 of a small file, which fills", maxLength=MOST_PICTURE),
    "crop": obj({"margin": {**FRACTION, "default": 0}}, "margin", description="to the subject, and a margin"),
    "size": {
        "type": "array",
        "items": _SIDE,
        "minItems": 2,
        "maxItems": 2,
        "description": "most width and height in pixels; nothing is enlarged",
    },
}

_NOT_NOTHING: Final[Schema] = {
    "anyOf": [
        {"required": ["hide"], "properties": {"hide": {"minProperties": 1}}},
        {"required": ["background"]},
    ]
}
RECIPE_SCHEMAS: Final[Schema] = {
    "Recipe": _NOT_NOTHING | obj(_RECIPE, *(_RECIPE.keys() - {"version"}), examples=EXAMPLES),
    "Background": obj(
        _BACKGROUND,
        *(_BACKGROUND.keys() - {"mode"}),
        description="what becomes of everything that is not the picture's subject",
    ),
    "Hide": obj(_HOW, *_HOW, description="how one label is hidden; a given region has no band"),
    "Shape": {
        "description": "a place in fractions of the upright picture",
        "oneOf": [
            obj({"box": {"type": "array", "items": FRACTION, "minItems": 4, "maxItems": 4}}),
            obj(
                {"polygon": {"type": "array", "items": ref("Point"), "minItems": 3, "maxItems": MOST_POINTS}}
            ),
        ],
    },
    "Point": {"type": "array", "items": FRACTION, "minItems": 2, "maxItems": 2},
    "Box": obj(
        dict.fromkeys(("left", "top", "width", "height"), FRACTION),
        description="fractions of the upright picture",
    ),
    "Region": obj(
        {
            "label": {"enum": list(LABELS)},
            "confidence": FRACTION,
            "box": {**ref("Box"), "description": "as detected"},
            "covered": {**ref("Box"), "description": "the smallest box around what was painted"},
            "shape": {"enum": [*SHAPES, "polygon"]},
            "style": {"enum": list(STYLES)},
            "anonymising": {"type": "boolean", "description": "whether nothing can undo the style"},
        }
    ),
    "Verdict": obj(
        {
            "verified": {"type": "boolean"},
            "failures": {"type": "array", "items": {"type": "string"}, "description": "as codes"},
            "rounds": {**COUNT, "description": "how often something found again was covered"},
            "found_again": {**COUNT, "description": "how many places that were"},
            "kept": {**COUNT, "description": "faces that the recipe keeps"},
            "checks": {
                "type": "object",
                "additionalProperties": COUNT,
                "description": "how often each check was made",
            },
        },
        description="the judgement on the encoded result",
    ),
}


_OF_RECIPES: Final = ("Recipe", "Background", "Hide", "Shape", "Point")


def recipe_schema() -> dict[str, Any]:
    """The schema of a recipe alone, for those who call no API (JSON Schema, draft 2020-12)."""
    text = json.dumps({name: RECIPE_SCHEMAS[name] for name in _OF_RECIPES})
    schemas = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Recipe: what Moretta hides in a picture, and how",
        **schemas.pop("Recipe"),
        "$defs": schemas,
    }
