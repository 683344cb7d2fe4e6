"""JSON Schemas of datasets, and what their route answers; `openapi` takes them up."""

from typing import Any, Final

from functions.core.job import CONTENT_TYPES, RESULT_TYPES
from functions.core.schema_parts import obj, ref, text

_ID: Final = text("opaque", pattern="^[0-9a-hjkmnp-tv-z]{26}$")
_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
DATASET_SCHEMAS: Final[dict[str, Any]] = {
    "DatasetCopy": obj(
        {
            "job": text("the job that it is of", pattern="^[a-z2-7]{32}[0-9a-hjkmnp-tv-z]{26}$"),
            "content_type": {"enum": sorted({*CONTENT_TYPES, *RESULT_TYPES})},
            "kept_at": _TIME,
            "until": {**_TIME, "description": "when it ends, unless the consent is withdrawn before"},
            "download": text("a link of at most a minute", format="uri"),
        },
        "download",
    ),
    "DatasetPage": obj(
        {
            "copies": {"type": "array", "items": ref("DatasetCopy")},
            "next": {**_ID, "description": "the `after` of the next page; missing on the last"},
        },
        "next",
    ),
}
DATASET_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "list_dataset": (
        {"200": "DatasetPage"},
        "What users let the team keep for a purpose, newest first, while their consent stands",
        ("404", "422"),
    ),
}
