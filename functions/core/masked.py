"""What the imaging pipeline hands back, and the port through which core asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from functions.core.recipe import Recipe
from functions.core.region import Region


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on the *encoded* result (promise 1).

    ``failures`` are codes of checks that did not hold; empty means verified.
    ``rounds`` counts how often something was found again, covered and judged again; ``found_again`` how many
    places that were; ``checks`` how often each check was made, and ``kept`` the faces that the recipe keeps.
    """

    failures: tuple[str, ...]
    rounds: int
    found_again: int = 0
    kept: int = 0
    checks: Mapping[str, int] = field(default_factory=dict)

    @property
    def verified(self) -> bool:
        """Whether the result may leave the service."""
        return not self.failures

    def to_json(self) -> dict[str, object]:
        """The verdict as the API shows it."""
        return {
            "verified": self.verified,
            "failures": list(self.failures),
            "rounds": self.rounds,
            "found_again": self.found_again,
            "kept": self.kept,
            "checks": dict(self.checks),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Verdict":
        """The inverse of ``to_json``, for a verdict that was stored."""
        checks = {str(name): int(times) for name, times in value["checks"].items()}
        return cls(tuple(value["failures"]), value["rounds"], value["found_again"], value["kept"], checks)


@dataclass(frozen=True, slots=True)
class Masked:
    """An encoded picture without metadata, upright, with every region covered.

    ``content_type`` is that of ``data``; ``width`` and ``height`` are in pixels. The picture may only be
    handed out if ``verdict.verified``, and by a person if ``needs_review``: something was hidden in doubt, or
    it is not clear what of the picture is its subject.
    """

    data: bytes
    content_type: str
    width: int
    height: int
    regions: tuple[Region, ...]
    verdict: Verdict
    needs_review: bool = False
    subject_unclear: bool = False


class Imaging(Protocol):
    """Masks one picture."""

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        """Mask ``original``, whatever its uploader declared it to be: its bytes decide.

        Raises `Refused` with the reason code if it is no picture that can be masked.
        """
