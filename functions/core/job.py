"""A job: one upload and its masked result (design, section 3)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from functions.core.masked import Verdict
from functions.core.names import JobRef, ObjectKey
from functions.core.recipe import Recipe
from functions.core.region import Region
from functions.core.report import Report
from functions.core.shapes import Shape

AWAITING_UPLOAD: Final = "awaiting_upload"
MASKING: Final = "masking"
DONE: Final = "done"
REVIEW: Final = "review"
REJECTED: Final = "rejected"
FAILED: Final = "failed"
EXPIRED: Final = "expired"
RESTRICTED: Final = "restricted"
STATES: Final = (AWAITING_UPLOAD, MASKING, DONE, REVIEW, REJECTED, FAILED, EXPIRED, RESTRICTED)
OPEN: Final = frozenset({AWAITING_UPLOAD, MASKING})

CONTENT_TYPES: Final = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/tiff",
    "image/avif",
    "image/heic",
    "image/heif",
)
# What a masker writes; the last is the only one that "same" alone leads to.
RESULT_TYPES: Final = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True, slots=True)
class Claim:
    """One masker's right to a job: for exactly this file, until the lease ends."""

    etag: str
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A word that the held file ``etag`` may go out once it is masked, and ``added`` too is hidden.

    ``token`` is this decision's own. It stays with a job that is done by it. ``reviewed`` says that a
    reviewer decided, who overrules doubt; else somebody asked for another recipe.
    """

    etag: str
    token: str
    added: tuple[Shape, ...] = ()
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job was closed. ``reason`` is a code, present unless the state is ``done``.

    What a masker found and judged is there if it got so far.
    ``limit`` is the limit that the file exceeded, with its unit. ``content_type`` is the result's own, which
    may be another than the original's.
    """

    state: str
    reason: str | None = None
    regions: tuple[Region, ...] = ()
    width: int | None = None
    height: int | None = None
    verdict: Verdict | None = None
    limit: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when a closed job has its record, and its file: a result or an original; None if it has none.

    ``original`` is until when one that is done has its original too, held for correction.
    """

    record: datetime
    file: datetime | None = None
    original: datetime | None = None

    @property
    def next(self) -> datetime:
        """When the sweeper has to look after it."""
        return min(moment for moment in (self.record, self.file, self.original) if moment)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is stored. It holds no user_id: ``ref.subject`` is the only trace of the user.

    ``depicted`` are the subjects of others in the picture; ``reference`` is the caller's own string;
    ``content_type`` is what the uploader declared, to which the form is bound; what is in the file, its own
    bytes decide. ``content_md5`` is base64 (RFC 1864); ``due_at`` is when its file should have come; ``keep``
    is what a closed job has, and how long; ``once`` is the idempotency key that made it, hashed; ``release``
    is what lets a masker work once more what is held of it, and ``held_result`` says that this is a result,
    masked before; ``done_at`` is when it was done first; ``reports`` is what was said of it; ``consents`` are
    those of its purposes that need the user's consent; ``restricted_from`` is the state to which a restricted
    job goes back; of one that waits for its masker again it stays, because a copy of the original is kept.
    """

    ref: JobRef
    lane: str
    recipe: Recipe
    purposes: tuple[str, ...]
    content_type: str
    created_at: datetime
    state: str = AWAITING_UPLOAD
    claim: Claim | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    reference: str | None = None
    content_md5: str | None = None
    depicted: tuple[str, ...] = ()
    due_at: datetime | None = None
    size: int | None = None
    keep: Keep | None = None
    once: str | None = field(default=None, compare=False)
    release: Release | None = None
    consents: tuple[str, ...] = ()
    restricted_from: str | None = None
    held_result: bool = False
    done_at: datetime | None = None
    reports: tuple[Report, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everybody in it: the user, and who is depicted. A tombstone of any of them stands before it."""
        return (self.ref.subject, *self.depicted)

    @property
    def key(self) -> ObjectKey:
        """The key of its original, its held copy and its result, each in a bucket of its own."""
        return ObjectKey(self.ref, self.lane)
