"""JSON Schemas of a team's figures, and what their route answers; `openapi` takes them up."""

from typing import Any, Final

from functions.core.figures import LONGEST, MOST_JOBS
from functions.core.recipe_schemas import COUNT
from functions.core.schema_parts import obj, ref, text

_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
_SECONDS: Final = {"type": "number", "minimum": 0}
_COUNTED: Final[dict[str, Any]] = {
    "jobs": COUNT,
    "reviewed": {**COUNT, "description": "for which a person was or is needed"},
    "done": COUNT,
    "rejected": COUNT,
    "failed": COUNT,
    "seconds": obj(
        {"median": _SECONDS, "p95": _SECONDS},
        description="from the call that made a job to its result, of those that needed no person",
    ),
}
FIGURE_SCHEMAS: Final[dict[str, Any]] = {
    "FiguresOfHour": obj({"at": _TIME, **_COUNTED}, "seconds"),
    "Figures": obj(
        {
            "from": _TIME,
            "to": _TIME,
            "whole": {
                "type": "boolean",
                "description": f"false: these are the newest of more than {MOST_JOBS} jobs",
            },
            "total": obj(_COUNTED, "seconds"),
            "hours": {
                "type": "array",
                "items": ref("FiguresOfHour"),
                "description": "those in which jobs were made, the first first",
            },
        },
        description="counted from the jobs whose records are still there",
    ),
}
FIGURE_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "get_figures": ({"200": "Figures"}, "How many photos, how fast, and how it ended, by hours", ("422",)),
}


def _query(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": _TIME, "description": description}


FIGURE_PARAMETERS: Final = {
    "get_figures": [
        _query("from", f"jobs created then or later; at most {LONGEST.days} days, else a day"),
        _query("to", "jobs created before; else now"),
    ]
}
