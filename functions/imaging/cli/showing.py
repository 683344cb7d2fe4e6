"""Lines on stdout, a progress bar on stderr if a person looks there."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO, TypeVar

from functions.imaging.cli.lines import Line, shown

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints each line as it comes. With JSON, the sentences of reasons go to stderr."""

    as_json: bool

    def __call__(self, line: Line) -> None:
        """Print ``line``; what cannot be encoded is escaped."""
        if not self.as_json:
            _write(line.to_text(), sys.stdout)
            return
        _write(line.to_json(), sys.stdout)
        if line.reason:
            say(f"{shown(line.file)}: {line.sentence()}")


def say(text: str) -> None:
    """One sentence to whoever runs this."""
    _write(text, sys.stderr)


def _write(text: str, stream: TextIO | None) -> None:
    if stream is None:  # closed by whoever started us
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)


def with_bar(things: list[Thing]) -> Iterator[Thing]:
    """``things``, counted by a bar on stderr, if that is a terminal and rich is installed."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from things
        return
    try:
        from rich.console import Console  # noqa: PLC0415 - only where a person looks
        from rich.progress import track  # noqa: PLC0415
    except ImportError:
        yield from things
        return
    yield from track(things, description="masking", console=Console(stderr=True))
