"""What core needs of the world. ``functions/aws`` implements it, tests fake it; one suite holds both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from functions.core.audit import Entry
from functions.core.erasure import Erasure
from functions.core.events import Event
from functions.core.job import Claim, Job, Keep, Outcome
from functions.core.member import Member
from functions.core.names import JobRef, ObjectKey

if TYPE_CHECKING:
    from functions.core.datasets import Copy
    from functions.core.list_jobs import Listing
    from functions.core.mask_photo import Uploaded


@dataclass(frozen=True, slots=True)
class Form:
    """A presigned POST: where to, with which fields, until when. The file comes last, as ``file``."""

    url: str
    fields: dict[str, str]
    until: datetime


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key of a subject: hashed, with the digest of its request and the job it made."""

    key: str
    digest: str
    job: str


class Jobs(Protocol):
    """The job rows. Reads are consistent; every write asks the tombstones of all its subjects.

    Create, claim and close ask as well whether anybody is restricted, and whether the consents stand that
    the job needs.
    """

    def create(self, job: Job, once: Once | None = None) -> None:
        """Write a new job, at once with its idempotency key.

        Raises `Tombstoned`, `Restricted`, `Unconsented`, or `Repeated`.
        """

    def once(self, team: str, subject: str, key: str) -> Once | None:
        """What an idempotency key was used for, or None."""

    def get(self, ref: JobRef) -> Job | None:
        """The job as of now, or None."""

    def claim(self, job: Job, claim: Claim, now: datetime, *, kept: bool = False) -> None:
        """Take a job that awaits its upload, or whose lease is over at ``now``; or a released one.

        Whoever only wants it ``kept`` asks for no restriction. Raises `Tombstoned`, `Restricted`,
        `Unconsented`, or `LeaseOpen` when somebody else has it or closed it.
        """

    def give_back(self, job: Job, claim: Claim) -> None:
        """Undo a claim whose file is no longer there. Raises `Conflict` when it is no longer ours."""

    def close(
        self,
        job: Job,
        claim: Claim,
        outcome: Outcome,
        now: datetime,
        keep: Keep,
        copies: "Sequence[Copy]" = (),
    ) -> None:
        """End a claimed job, and say how long it is kept, at once with what is kept for purposes.

        Raises `Tombstoned`, `Restricted`, `Unconsented`, or `Conflict` when the claim is no longer ours.
        """

    def fail(self, job: Job, etag: str, now: datetime, keep: Keep) -> None:
        """End a job that ran out of retries with the file ``etag``.

        Raises `Conflict` when the job is closed, claimed for another file, or its lease is open.
        """

    def reopen(self, job: Job) -> None:
        """Let a failed job await its masker again. Raises `Tombstoned`, or `Conflict` if it is not failed."""

    def expire(self, job: Job, now: datetime, keep: Keep) -> None:
        """End a job whose file never came. Raises `Tombstoned`, or `Conflict` if it is not due at ``now``."""

    def postpone(self, job: Job, until: datetime, now: datetime) -> None:
        """Let a job that awaits its masker be due at ``until``. Raises as `expire` does."""


class JobLists(Protocol):
    """Lists of jobs, newest first, each with the id after which the next page begins, or None."""

    def of_subject(self, team: str, subject: str, listing: "Listing") -> tuple[list[Job], str | None]:
        """Of one subject, by consistent reads."""

    def of_team(self, team: str, listing: "Listing") -> tuple[list[Job], str | None]:
        """Of a team. An index finds them, which lags; what is shown is read consistently."""


class Presence(Protocol):
    """One bucket, seen from outside: what is there, never what is in it."""

    def look(self, key: ObjectKey) -> "Uploaded | None":
        """The file of that key, or None."""


class Requeue(Protocol):
    """The maskers' queues, one for each lane."""

    def send(self, upload: "Uploaded") -> None:
        """Send an upload to the masker of its lane once more."""


class Quotas(Protocol):
    """What a team may ask for in a minute."""

    def take(self, team: str, jobs: int, now: datetime) -> None:
        """Count so many new jobs. Raises `TooMany` if that is more than is left; then nothing is counted."""


class Objects(Protocol):
    """One bucket."""

    def read(self, key: ObjectKey, etag: str) -> bytes:
        """The bytes of exactly that file. Raises `Replaced`."""

    def put(self, key: ObjectKey, data: bytes, content_type: str, days: int) -> None:
        """Store a file, encrypted and tagged with its net of expiry: the lifecycle rule of so many days."""

    def delete(self, key: str) -> None:
        """Delete a file; deleting what is not there is no error."""


class Forms(Protocol):
    """Signs upload forms."""

    @property
    def life(self) -> timedelta:
        """How long a form lives."""

    def sign(self, job: Job, size: int | None, now: datetime) -> Form:
        """A form for exactly this job's key, content type and MD5, and for a file of ``size`` if given."""


class Links(Protocol):
    """Signs download links."""

    def sign(self, key: ObjectKey, content_type: str, until: datetime) -> str | None:
        """A link to the result that ends by itself, never later than ``until``; None if that is now."""


class Mac(Protocol):
    """A keyed hash: of pseudonyms, of sessions. Its key never leaves KMS."""

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA-256 of the message, 32 bytes."""


class Verifier(Protocol):
    """The other side of a `Mac`: it can tell a keyed hash, and make none."""

    def verify(self, message: bytes, mac: bytes) -> bool:
        """Whether this is the HMAC-SHA-256 of the message."""


Erasures = tuple[list[Erasure], str | None]


class Ledger(Protocol):
    """Erasures, tombstones and epochs: what outlives the subject, without a user_id. Reads are consistent."""

    def epoch(self, team: str, person: str) -> int:
        """How often this person was erased completely."""

    def begin(self, erasure: Erasure, entry: Entry | None = None) -> None:
        """Write the erasure and, if it is of one user or job, its tombstone at once.

        With one that awaits approval goes what `Unapproved` finds it by. Raises `Tombstoned` if there is
        either already. A team as a whole is closed by ``save``. An ``entry`` stands in the audit with it, or
        neither does; so it is with ``save`` and ``complete``.
        """

    def closed(self, team: str) -> bool:
        """Whether all of a team is being erased: then nothing new is taken in."""

    def tombstone(self, team: str, subject: str, job: str | None = None) -> str | None:
        """The id of the erasure that the subject, or this job alone, is or was erased by."""

    def get(self, team: str, erasure_id: str) -> Erasure | None:
        """The erasure as of now, or None."""

    def several(self, team: str, ids: Sequence[str]) -> list[Erasure]:
        """Those of these erasures that there are, at most a hundred."""

    def recent(self, team: str, state: str | None, limit: int, after: str | None) -> Erasures:
        """A team's erasures without parts of others, newest first, and the id to go on after, or None."""

    def save(self, erasure: Erasure, entry: Entry | None = None) -> Erasure:
        """Store what became of an erasure that was read, as its next revision, and answer with that.

        When all of a team begins to be erased the team is closed, and when that ends it is open again.
        Raises `Conflict` when anybody moved the record since it was read.
        """

    def complete(self, erasure: Erasure, entry: Entry | None = None) -> None:
        """Store the completed erasure and begin the person's next epoch, in one transaction.

        With it the life of its entries ends some day. Raises `Conflict` as `save` does.
        """


class Executions(Protocol):
    """The workflow engine."""

    def start(self, team: str, work_id: str, attempt: int) -> None:
        """Run an erasure, or an export.

        Starting an attempt that runs is harmless. Raises `Conflict` if it has ended.
        """


class Teams(Protocol):
    """Who a token speaks for. It is asked when a token is issued; after that the token says it."""

    def of_client(self, client_id: str) -> str | None:
        """The team of a machine client, or None."""

    def of_person(self, person: str) -> Member | None:
        """The membership of a person; nobody is a member of two teams."""


class Bus(Protocol):
    """The operator's event bus."""

    def put(self, events: Sequence[Event]) -> None:
        """Put events on the bus. Raises `Unavailable` unless it took all; then some may be there already."""
