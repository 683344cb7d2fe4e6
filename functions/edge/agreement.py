"""The agreement as the API shows it: the text, and how the team stands to it."""

from typing import Any

from functions.core.agreeing import Shown
from functions.core.times import to_text


def as_document(shown: Shown) -> dict[str, Any]:
    """The text; ``until`` while an older version still counts; ``accepted`` newest first."""
    accepted = [{"version": one.version, "at": to_text(one.at), "by": one.by} for one in shown.accepted]
    body = {"version": shown.version, **shown.text, "state": shown.standing.state, "accepted": accepted}
    return body | ({"until": to_text(shown.standing.until)} if shown.standing.until else {})
