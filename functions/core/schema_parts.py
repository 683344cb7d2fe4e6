"""What the schemas are put together of."""

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]


def obj(properties: Schema, *optional: str, **more: object) -> Schema:
    """An object with exactly these properties, all required but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **more,
    }


def ref(name: str) -> Schema:
    """A schema of the document's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str, **more: object) -> Schema:
    """A text."""
    return {"type": "string", "description": description, **more}


def listed(values: Sequence[str]) -> Schema:
    """A list of at least one of some values."""
    return {"type": "array", "items": {"enum": list(values)}, "minItems": 1, "maxItems": len(values)}
