"""Restriction of processing (GDPR Art. 18): while it stands nothing is processed or handed out, or lost.

Problem
└── UserRestricted    409  somebody in the picture is restricted: no new job until that is lifted
Conflict
└── Restricted        a restriction stands for ``subject``
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from functions.core.audit import Entry
from functions.core.errors import Conflict, Problem
from functions.core.holds import Place
from functions.core.job import Claim, Job, Keep
from functions.core.names import JobRef, ObjectKey
from functions.core.values import fields, one_of

# Art. 18(1) GDPR, letters (a) to (d).
GROUNDS: Final = ("accuracy_contested", "unlawful_processing", "legal_claims", "objection")


class UserRestricted(Problem):
    """A restriction stands for somebody in the picture, so that nothing new of them may be processed."""

    status = 409
    code = "restricted"
    title = "Processing is restricted for somebody in this picture"


class Restricted(Conflict):
    """A restriction stands: ``subject`` is the pseudonym of whom it is."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self.subject = subject


@dataclass(frozen=True, slots=True)
class Restriction:
    """Why and since when a user's data is only kept.

    ``by`` is a person of the staff, ``client`` for the team's backend, or ``self``.
    """

    ground: str
    by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Walk:
    """The walk over what is stored of a user, after a restriction was set or lifted.

    ``token`` is whose it is until ``until``; ``after`` is how far it is.
    """

    team: str
    subject: str
    token: str
    until: datetime
    after: str = ""


class Restrictions(Protocol):
    """The restrictions, in the ledger: no restore lifts one. Reads are consistent."""

    def get(self, team: str, subject: str) -> Restriction | None:
        """The restriction that stands for a user, or None."""

    def restricted(self, places: Iterable[Place]) -> frozenset[Place]:
        """Those of these subjects for whom one stands."""

    def put(self, walk: Walk, restriction: Restriction, entry: Entry) -> None:
        """Set it, in place of one that stands, with its entry in the audit, and begin the walk at once.

        Raises `Tombstoned`, or `Conflict` while another walk over this user is under way.
        """

    def lift(self, walk: Walk, entry: Entry) -> None:
        """End it, with its entry, and begin the walk at once. Raises `Conflict` as ``put`` does."""


class Walks(Protocol):
    """The walks that are not at their end. They find jobs that are the user's, and that depict the user."""

    def due(self, shard: int, now: datetime) -> Iterator[Walk]:
        """Those of a shard whose walker was interrupted."""

    def take(self, walk: Walk, before: Walk, now: datetime) -> None:
        """Go on where the walk ``before`` was. Raises `Conflict` if somebody else does."""

    def page(self, walk: Walk) -> tuple[list[JobRef], str]:
        """The next jobs, and the place behind them; empty at the end."""

    def save(self, walk: Walk) -> None:
        """Say how far it is. Raises `Conflict` if it is somebody else's."""

    def end(self, walk: Walk) -> None:
        """It has seen all. Raises `Conflict` as ``save`` does."""


class RestrictedJobs(Protocol):
    """The job rows as a restriction sees them. Each write asks all tombstones, and raises `Tombstoned`."""

    def restrict(self, job: Job, subject: str, claim: Claim | None = None) -> None:
        """The job is ``restricted``, because ``subject`` is; what waits for its masker may be ``claim``'s.

        Raises `Conflict` if it is not as it was read any more, or the restriction was lifted.
        """

    def lift(self, job: Job, due_at: datetime, keep: Keep | None) -> None:
        """The job is as it was before it was restricted. It is due at ``due_at`` if it awaits its masker.

        Raises `Restricted` if a restriction of anybody in it stands, or `Conflict`.
        """


class Shelf(Protocol):
    """Where files are kept that nobody may process: `held`, tagged ``hold``, so that no rule of S3 ends them.

    Every move is a copy inside S3: no function reads what it keeps. Done twice it is as done once.
    """

    def keep(self, key: ObjectKey, etag: str) -> None:
        """Copy exactly this original. Raises `Replaced`."""

    def resume(self, key: ObjectKey) -> bool:
        """Copy a kept original back to where uploads are; whether there was one."""

    def withhold(self, key: ObjectKey) -> None:
        """Move a result out of `results`."""

    def hand_back(self, key: ObjectKey, days: int) -> None:
        """Move a withheld result back into `results`, with its net of expiry."""

    def pin(self, key: ObjectKey, days: int | None) -> None:
        """Keep what a person has to review without an end, or with this net of expiry again."""


def parse_ground(body: Mapping[str, object]) -> str:
    """The ground in a JSON body. Raises `Invalid`."""
    return one_of(fields(body, "body", {"ground"}).get("ground"), GROUNDS, "ground")
