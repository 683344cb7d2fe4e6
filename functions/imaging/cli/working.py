"""One file after another through the pipeline; whatever one of them is, the next has its turn."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from functions.core.errors import Invalid, Refused
from functions.core.job import DONE, REVIEW
from functions.core.masked import Imaging, Masked
from functions.core.outcomes import decide
from functions.core.recipe import Recipe
from functions.imaging.cli.inputs import Source
from functions.imaging.cli.lines import FAILED, METADATA_ONLY, NOT_WRITTEN, UNREADABLE, Line, rejected
from functions.imaging.cli.outputs import Folder, save
from functions.imaging.cli.reading import UnreadableError, read, why

REVIEW_FOLDER: Final = "review"


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with every file. ``review`` is the folder for what needs a look, if that is wanted."""

    imaging: Imaging
    recipe: Recipe
    most_bytes: int
    folder: Folder
    review: Folder | None = None

    def __call__(self, source: Source) -> Line:
        """Mask one file and write the result, if it is done. Raises `Invalid` for the recipe, and no more."""
        began = time.perf_counter()
        line, masked = judged(source.path, self.imaging, self.recipe, self.most_bytes)
        try:
            line = self._kept(source, line, masked)
        except OSError as error:
            line = rejected(source.path, NOT_WRITTEN, why(error))
        return replace(line, seconds=time.perf_counter() - began)

    def _kept(self, source: Source, line: Line, masked: Masked | None) -> Line:
        """Only what is done is a result; whatever else an earlier run called one goes."""
        if line.state == DONE and masked:
            output = self.folder.target(source.place, masked.content_type)
            save(output, masked.data)
            return replace(line, output=output)
        self.folder.withdraw(source.place)
        if self.review:
            self.review.withdraw(source.place)
            if line.state == REVIEW and masked:
                save(self.review.target(source.place, masked.content_type), masked.data)
        return line


def judged(path: Path, imaging: Imaging, recipe: Recipe, most_bytes: int) -> tuple[Line, Masked | None]:
    """The line of ``path`` and what the pipeline made of it, if it made anything; nothing is written.

    Raises `Invalid` if the pipeline does not know what the recipe names.
    """
    try:
        data = read(path, most_bytes)
        masked = imaging.mask(data, recipe)
    except UnreadableError as error:
        return rejected(path, UNREADABLE, str(error)), None
    except Refused as refused:
        return rejected(path, refused.reason, refused.limit), None
    except Invalid:
        raise
    except Exception as error:  # ours or a library's: no traceback, no output, and the next file
        return rejected(path, FAILED, type(error).__name__), None
    outcome = decide(masked, recipe)
    nothing_asked = not recipe.hide and recipe.background is None
    reason = outcome.reason or (METADATA_ONLY if nothing_asked else None)
    size = masked.width, masked.height
    return Line(path, outcome.state, reason, masked.regions, size), masked
