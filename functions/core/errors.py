"""Every error of Moretta.

    MorettaError
    ├── Problem              a caller may read it: status, title, detail, field (RFC 9457)
    │   ├── Invalid          422  a value that is refused, with the field named
    │   ├── Malformed        400  the request cannot be read at all
    │   ├── Forbidden        403  the token belongs to no team
    │   ├── NotFound         404  does not exist, or is another team's: one answer for both
    │   ├── Taken            409  the address has an account already
    │   ├── TooMany          409  a limit of the team is reached
    │   ├── LastAdmin        409  the team would be left without an admin
    │   ├── ErasureRunning   409  the user is being erased; works again when it has completed
    │   └── Unavailable      503  a store did not answer; the same call may go through later
    ├── Refused              the picture is no picture we mask; carries the job's reason code
    └── Conflict             a store's condition did not hold: somebody else was there first
        ├── Tombstoned       the subject is erased, or is being erased
        ├── LeaseOpen        another masker holds the job; the message must come back
        └── Replaced         the original is gone, or is another file than the one claimed

No text of an error repeats what a caller sent: not an id, not a file name, not a value.
"""

from typing import ClassVar


class MorettaError(Exception):
    """The root. ``str()`` of it may be logged, because no error carries personal data."""


class Problem(MorettaError):
    """An error that a caller may read, as a problem document (RFC 9457)."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str = "", *, field: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.field = field


class Invalid(Problem):
    """A value was refused; ``field`` names it by its path, for example ``recipe.hide.face.style``."""

    status = 422
    code = "invalid"
    title = "A value was refused"


class Malformed(Problem):
    """The request could not be read."""

    status = 400
    code = "malformed"
    title = "The request could not be read"


class Forbidden(Problem):
    """The token is genuine, but belongs to no team of this deployment."""

    status = 403
    code = "forbidden"
    title = "This token has no team"


class NotFound(Problem):
    """Does not exist, or is not the caller's: one answer, so that nothing can be inferred."""

    status = 404
    code = "not_found"
    title = "Not found"


class Taken(Problem):
    """The address has an account already: in this team, or in another one of this deployment."""

    status = 409
    code = "taken"
    title = "This address has an account already"


class TooMany(Problem):
    """The team has as many of these as a team may have."""

    status = 409
    code = "too_many"
    title = "The team has as many of these as a team may have"


class LastAdmin(Problem):
    """A team keeps at least one admin."""

    status = 409
    code = "last_admin"
    title = "A team keeps at least one admin"


class ErasureRunning(Problem):
    """The user is being erased: nothing new is taken in before that has completed."""

    status = 409
    code = "erasure_running"
    title = "An erasure of this user is running"


class Unavailable(Problem):
    """A store did not answer, or not in time. Nothing is half done; the same call may be repeated."""

    status = 503
    code = "unavailable"
    title = "Not available right now; try again"


class Refused(MorettaError):
    """The file is not a picture that can be masked. ``reason`` is the job's reason code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(MorettaError):
    """A condition of a write did not hold."""


class Tombstoned(Conflict):
    """The subject is erased as of now: nothing of it may be written (promise 6)."""


class LeaseOpen(Conflict):
    """Another masker holds the job; the message has to come back when the lease is over."""


class Replaced(Conflict):
    """The object is gone, or is not the one that was claimed (its ETag differs)."""
