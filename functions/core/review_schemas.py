"""JSON Schemas of reviews, and what their routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.recipe import MOST_SHAPES
from functions.core.schema_parts import obj, ref
from functions.core.schemas import SCHEMAS

_JOB: Final[dict[str, Any]] = SCHEMAS["Job"]["properties"]
_REQUIRED: Final = frozenset(SCHEMAS["Job"]["required"])
_VIEW: Final[dict[str, Any]] = {
    "etag": {"type": "string", "description": "of the held original; `If-Match` of a release"},
    "view": {
        "type": "string",
        "format": "uri",
        "description": "a link to the held original, of at most a minute; that it was given is audited",
    },
}
REVIEW_SCHEMAS: Final[dict[str, Any]] = {
    "Review": obj(_JOB | _VIEW, *(name for name in _JOB if name not in _REQUIRED), "view"),
    "ReviewRelease": obj(
        {
            "regions": {
                "type": "array",
                "items": ref("Shape"),
                "minItems": 1,
                "maxItems": MOST_SHAPES,
                "description": "what else has to be hidden, in fractions of the picture as the masker saw it",
            }
        },
        "regions",
        description="what is released is masked and verified once more before anybody gets it",
        examples=[{}, {"regions": [{"box": [0.1, 0.2, 0.3, 0.4]}]}],
    ),
}
REVIEW_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "list_reviews": ({"200": "JobPage"}, "What waits for a person, longest first", ("422",)),
    "get_review": ({"200": "Review"}, "What a reviewer has to see of a job", ("404",)),
    "release_review": (
        {"202": "Job"},
        "Let it out once it is masked again and verified, and hide what was drawn",
        ("404", "409", "412", "422"),
    ),
    "reject_review": ({"200": "Job"}, "End it without a result, and delete the original", ("404", "409")),
}
IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "the ETag of the held original that was looked at",
}
