"""What is stored about a person as the API shows it: counts and moments, and no id at all."""

from functions.core.stored_of import Stored
from functions.core.times import to_text


def stored(told: Stored) -> dict[str, object]:
    """The counts; moments are those of what lives longest."""
    files = {
        place: {"items": items}
        | ({} if place in told.endless else {"until": to_text(told.files_until[place])})
        for place, items in told.files.items()
    }
    body: dict[str, object] = {
        "records": dict(told.rows),
        "jobs": dict(told.jobs),
        "files": files,
        "held": told.held,
        "whole": told.whole,
    }
    if told.records_until:
        body["records_until"] = to_text(told.records_until)
    if told.erasure:
        body["erasure"] = told.erasure
    return body
