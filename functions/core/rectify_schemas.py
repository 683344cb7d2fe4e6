"""JSON Schemas of what people may ask of a job that is done; `openapi` takes them up."""

from typing import Any, Final

from functions.core.erasure_schemas import TIME
from functions.core.recipe_schemas import RECIPE_EXAMPLE
from functions.core.report import KINDS, MOST_DRAWN, SENDERS
from functions.core.routes import REPORT
from functions.core.schema_parts import obj, ref

_JOBS: Final = ("/v1/jobs/{id}", "/v1/me/jobs/{id}")
_KIND: Final = {
    "enum": list(KINDS),
    "description": "`missed`: something shows that had to be hidden; `too_much` is hidden; `that_is_me`",
}
_DRAWN: Final = {
    "type": "array",
    "items": ref("Shape"),
    "minItems": 1,
    "maxItems": MOST_DRAWN,
    "description": "where something was missed, in fractions of the picture: for whoever looks at it",
}
RECTIFY_SCHEMAS: Final[dict[str, Any]] = {
    "Remask": obj(
        {"recipe": ref("Recipe")},
        description="the whole recipe; what the one before it hides has to be in it",
        examples=[{"recipe": RECIPE_EXAMPLE}],
    ),
    "Report": obj(
        {"kind": _KIND, "regions": _DRAWN},
        "regions",
        examples=[{"kind": "missed", "regions": [{"box": [0.1, 0.2, 0.3, 0.4]}]}, {"kind": "that_is_me"}],
    ),
    "Reported": obj(
        {"kind": _KIND, "by": {"enum": list(SENDERS)}, "at": TIME, "regions": _DRAWN},
        "regions",
        description="who can have sent it, not who did: `anybody` by the `report_url`",
    ),
    "ReportForm": obj({"kinds": {"type": "array", "items": {"enum": list(KINDS)}}}),
    "ReportReceived": obj({"received": {"const": True, "description": "whatever the capability is"}}),
}
RECTIFY_BODIES: Final = {
    **{f"POST {job}/remask": ref("Remask") for job in _JOBS},
    **{f"POST {job}/reports": ref("Report") for job in _JOBS},
    f"POST {REPORT}": ref("Report"),
}
RECTIFY_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "remask_job": (
        {"202": "Job"},
        "Mask again with another recipe: the result is withdrawn until the new one is verified",
        ("404", "409", "422"),
    ),
    "report_job": (
        {"200": "Job"},
        "Report a result; one in which something was missed is withdrawn at once",
        ("404", "409", "422"),
    ),
    "get_report_form": ({"200": "ReportForm"}, "What people who are no users can say of a picture", ()),
    "send_report": ({"202": "ReportReceived"}, "Say it, with the `report_url` of a job", ("422",)),
}
