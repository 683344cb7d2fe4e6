"""JSON Schemas of restrictions, and what their routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.restriction import GROUNDS
from functions.core.schema_parts import obj, ref, text

_GROUND: Final = {"enum": list(GROUNDS), "description": "Art. 18(1) GDPR, letters (a) to (d)"}
_TIME: Final = text("RFC 3339, UTC, milliseconds", format="date-time")
RESTRICTION_SCHEMAS: Final[dict[str, Any]] = {
    "RestrictionRequest": obj({"ground": _GROUND}, examples=[{"ground": "accuracy_contested"}]),
    "Restriction": obj(
        {
            "ground": _GROUND,
            "set_by": text("`self` for the user, `client`, or the id of a person of the staff"),
            "set_at": _TIME,
        }
    ),
}
RESTRICTION_BODIES: Final = {
    f"PUT {path}/restriction": ref("RestrictionRequest") for path in ("/v1/users/{user_id}", "/v1/me")
}
RESTRICTION_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "set_restriction": (
        {"200": "Restriction"},
        "Restrict processing: nothing of the user is masked or handed out, and nothing is lost",
        ("409", "422"),
    ),
    "get_restriction": ({"200": "Restriction"}, "The restriction that stands", ("404", "422")),
    "lift_restriction": ({"204": ""}, "Lift it: processing goes on where it stood", ("422",)),
}
