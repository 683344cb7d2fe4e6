"""What the imaging pipeline hands back, and the port through which core asks for it."""

from dataclasses import dataclass
from typing import Protocol

from functions.core.recipe import Recipe
from functions.core.region import Region


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on the *encoded* result (promise 1).

    ``failures`` are codes of checks that did not hold; empty means verified.
    ``rounds`` counts how often something was found again, covered and judged again.
    """

    failures: tuple[str, ...]
    rounds: int

    @property
    def verified(self) -> bool:
        """Whether the result may leave the service."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Masked:
    """An encoded picture without metadata, upright, with every region covered.

    ``width`` and ``height`` are in pixels. The picture may only be handed out if ``verdict.verified``.
    """

    data: bytes
    content_type: str
    width: int
    height: int
    regions: tuple[Region, ...]
    verdict: Verdict


class Imaging(Protocol):
    """Masks one picture."""

    def mask(self, original: bytes, content_type: str, recipe: Recipe) -> Masked:
        """Mask ``original``, which its uploader declared to be of ``content_type``.

        Raises `Refused` with the reason code if it is no picture that can be masked.
        """
