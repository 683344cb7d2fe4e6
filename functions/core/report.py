"""What people say of a result: that something was missed, that too much is hidden, or that it is they.

A report holds no name and no text: what a stranger writes would be personal data of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from functions.core.errors import Invalid
from functions.core.shapes import Shape, parse_shape, parse_shapes, shape_to_json
from functions.core.times import from_text, to_text
from functions.core.values import fields, one_of

MISSED: Final = "missed"
TOO_MUCH: Final = "too_much"
THAT_IS_ME: Final = "that_is_me"
KINDS: Final = (MISSED, TOO_MUCH, THAT_IS_ME)
TEAM: Final = "team"
USER: Final = "user"
ANYBODY: Final = "anybody"  # by the capability that stands beside the picture
SENDERS: Final = (TEAM, USER, ANYBODY)
MOST_DRAWN: Final = 20
MOST_REPORTS: Final = 20  # of a job: the latest


@dataclass(frozen=True, slots=True)
class Report:
    """``by`` says who can have sent it, not who did; ``regions`` is where something was missed."""

    kind: str
    by: str
    at: datetime
    regions: tuple[Shape, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As it is stored, and as its job shows it."""
        said: dict[str, object] = {"kind": self.kind, "by": self.by, "at": to_text(self.at)}
        return said | ({"regions": [shape_to_json(shape) for shape in self.regions]} if self.regions else {})

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Report":
        """The inverse of ``to_json``."""
        regions = tuple(parse_shape(shape, "regions") for shape in value.get("regions", []))
        return cls(value["kind"], value["by"], from_text(value["at"]), regions)


def parse_report(body: Mapping[str, object], by: str, now: datetime) -> Report:
    """A report's JSON body. Raises `Invalid`."""
    said = fields(body, "body", {"kind", "regions"})
    kind = one_of(said.get("kind"), KINDS, "kind")
    if "regions" not in said:
        return Report(kind, by, now)
    if kind != MISSED:
        raise Invalid("says where something was missed, and nothing else", field="regions")
    return Report(kind, by, now, parse_shapes(said["regions"], "regions", MOST_DRAWN))
