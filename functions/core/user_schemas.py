"""JSON Schemas of what is stored about a person; `openapi` takes them up."""

from typing import Any, Final

from functions.core.job import STATES
from functions.core.rectify_schemas import RECTIFY_ANSWERS, RECTIFY_SCHEMAS
from functions.core.schema_parts import obj, text

_COUNT: Final = {"type": "integer", "minimum": 0}
_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
_FILES: Final = obj(
    {
        "items": _COUNT,
        "until": {
            **_TIME,
            "description": "when the last of them is over; not while one is held beyond it, or restricted",
        },
    },
    "until",
)
USER_SCHEMAS: Final[dict[str, Any]] = {
    **RECTIFY_SCHEMAS,
    "Stored": obj(
        {
            "records": {
                "type": "object",
                "additionalProperties": _COUNT,
                "description": "every row about the person, by kind: `jobs`, `idempotency_keys`, "
                "`pictures_of_others` (jobs that name the person as depicted), and what else there is",
            },
            "jobs": obj(
                dict.fromkeys(STATES, _COUNT), *STATES, description="by state; what is not named is 0"
            ),
            "files": obj(
                dict.fromkeys(("results", "originals", "exports"), _FILES),
                *("results", "originals", "exports"),
                description="what is kept",
            ),
            "held": {
                "type": "boolean",
                "description": "a legal hold or a restriction keeps all this from being deleted",
            },
            "whole": {"type": "boolean", "description": "false: there is more than was counted"},
            "records_until": {**_TIME, "description": "when the last record of a job is over"},
            "erasure": text("the erasure that was asked for: all this is about to go"),
        },
        "records_until",
        "erasure",
        description="everything that is stored about one person, without the person's id",
    ),
}
USER_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    **RECTIFY_ANSWERS,
    "get_user": ({"200": "Stored"}, "Everything that is stored about a user, counted", ("404", "422")),
}
