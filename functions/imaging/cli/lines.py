"""What is said of one file: one line, for people or as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from functions.core.job import DONE, REJECTED
from functions.core.reasons import sentence
from functions.core.region import Box, Region

METADATA_ONLY: Final = "metadata_only"
UNREADABLE: Final = "unreadable"
NOT_WRITTEN: Final = "not_written"
FAILED: Final = "failed"

# Beside the reasons of a job: what can happen on a machine of one's own.
_SENTENCES: Final = {
    METADATA_ONLY: "Metadata was stripped, and nothing was masked: whoever is in it can be recognised.",
    UNREADABLE: "It cannot be read: {limit}.",
    NOT_WRITTEN: "The result cannot be written: {limit}.",
    FAILED: "Masking failed on our side ({limit}); nothing was written.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of ``file``: ``state`` is ``done``, ``review`` or ``rejected``.

    ``size`` is that of the upright picture in pixels, ``output`` what was written, if it is done; ``detail``
    is what the sentence of ``reason`` speaks of: a limit, or why a file could not be read.
    """

    file: Path
    state: str
    reason: str | None = None
    regions: tuple[Region, ...] = ()
    size: tuple[int, int] = (0, 0)
    output: Path | None = None
    seconds: float = 0.0
    detail: str | None = None

    def to_json(self) -> str:
        """One line of JSON, in ASCII: a file name may hold whatever it likes."""
        body = {
            "file": str(self.file),
            "state": self.state,
            "reason": self.reason,
            "regions": [_region(region, self.size) for region in self.regions],
            "output": str(self.output) if self.output else None,
            "seconds": round(self.seconds, 3),
        }
        return json.dumps(body)

    def to_text(self) -> str:
        """One line for people, with the reason's sentence."""
        parts = [self.state.ljust(8), shown(self.file)]
        if self.output:
            parts.append(f"→ {shown(self.output)}")
        if self.state == DONE and self.reason is None:
            parts.append(f"({_counted(self.regions)})")
        return " ".join(parts) + (f"  {self.reason}: {self.sentence()}" if self.reason else "")

    def sentence(self) -> str:
        """The reason in one sentence."""
        if self.reason is None:
            return ""
        own = _SENTENCES.get(self.reason)
        return own.format(limit=self.detail) if own else sentence(self.reason, self.detail)


def rejected(file: Path, reason: str, detail: str | None = None) -> Line:
    """The line of a file that nothing came of."""
    return Line(file, REJECTED, reason, detail=detail)


def shown(path: Path) -> str:
    """``path`` as it may stand on a terminal: a name can hold line ends, and codes that move the cursor."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in str(path)
    )


def _counted(regions: Sequence[Region]) -> str:
    labels = [region.label for region in regions]
    counts = (f"{labels.count(label)} {label}" for label in sorted(set(labels)))
    return ", ".join(counts) or "nothing hidden"


def _region(region: Region, size: tuple[int, int]) -> dict[str, object]:
    return region.to_json() | {
        "confidence": round(region.confidence, 4),
        "box": list(_pixels(region.box, size)),
        "covered": [round(edge) for edge in _pixels(region.covered, size)],
    }


def _pixels(box: Box, size: tuple[int, int]) -> Iterator[float]:
    width, height = size
    for edge, side in ((box.left, width), (box.top, height), (box.width, width), (box.height, height)):
        yield round(edge * side, 2)
