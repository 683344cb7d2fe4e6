"""An export: all that is stored of a user, as one file to take along (GDPR Art. 15, 20)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from functions.core.job import Keep
from functions.core.names import JobRef, ObjectKey

RUNNING: Final = "running"
COMPLETED: Final = "completed"
FAILED: Final = "failed"
EXPIRED: Final = "expired"
STATES: Final = (RUNNING, COMPLETED, FAILED, EXPIRED)
FILE: Final = "export.zip"
CONTENT_TYPE: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class Written:
    """How much of the file is safe: its ``parts`` in the ``upload``, and beside them what is not yet a part.

    ``size`` is in bytes, the tail that waits for its part included; ``entries`` are the files inside;
    ``chunks`` are the pieces of the directory that stands at the end of a ZIP.
    """

    upload: str = ""
    parts: int = 0
    size: int = 0
    entries: int = 0
    chunks: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is: what was written, and after which place of which step it goes on.

    ``counts`` says how much of each kind is in it, ``restarts`` how often it began anew, ``since`` when the
    oldest of its jobs was created.
    """

    written: Written = Written()
    step: int = 0
    after: str = ""
    pages: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    restarts: int = 0
    since: str = ""

    def counted(self, **more: int) -> "Progress":
        """This progress, with so much more of each kind."""
        counts = dict(self.counts)
        for name, items in more.items():
            counts[name] = counts.get(name, 0) + items
        return replace(self, counts=counts)

    def to_json(self) -> dict[str, object]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Progress":
        """The inverse of ``to_json``."""
        return cls(**{**value, "written": Written(**value["written"])})


@dataclass(frozen=True, slots=True)
class Export:
    """One export of one subject. It holds the jobs that are older than itself, by their ids.

    So whatever ends a job knows which exports hold it: those with a later id. ``lease`` is the right of the
    one worker that writes it. ``keep`` is how long an export that ended has its record, and its file.
    """

    id: str
    team: str
    subject: str
    requested_at: datetime
    state: str = RUNNING
    attempt: int = 1
    progress: Progress = Progress()
    ended_at: datetime | None = None
    keep: Keep | None = None
    lease: str = ""

    @property
    def ref(self) -> JobRef:
        """Its place among the keys of objects."""
        return JobRef(self.team, self.subject, self.id)

    @property
    def key(self) -> ObjectKey:
        """The key of its file."""
        return ObjectKey(self.ref, FILE)

    def again(self) -> "Export":
        """The next attempt, from the beginning."""
        return replace(self, attempt=self.attempt + 1, progress=Progress(), lease="")

    def ended(self, state: str, now: datetime, keep: Keep) -> "Export":
        """This export in its end state."""
        progress = replace(self.progress, after="")  # a place in a listing is of no use any more
        return replace(self, state=state, progress=progress, ended_at=now, keep=keep)


def as_of(export: Export, now: datetime) -> Export | None:
    """The export as it is at a moment: without a file that is over, and None once its record is over too."""
    if export.keep is None:
        return export
    if export.keep.record <= now:
        return None
    if export.keep.file is None or export.keep.file > now:
        return export
    return replace(export, state=EXPIRED, keep=replace(export.keep, file=None))
