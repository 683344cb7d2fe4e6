"""Every error of Moretta; those of consent stand in `functions.core.consent_errors`.

    MorettaError
    ├── Problem              a caller may read it: status, title, detail, field (RFC 9457)
    │   ├── Invalid          422  a value that is refused, with the field named
    │   ├── Malformed        400  the request cannot be read at all
    │   ├── Forbidden        403  the token belongs to no team
    │   ├── NotAllowed       403  the caller's role does not reach so far, or a second person is wanted
    │   ├── FreshSignInRequired  403  the person signed in too long ago for this
    │   ├── NotFound         404  does not exist, or is another team's: one answer for both
    │   ├── TooManyWebhooks  409  the team has as many webhooks as it may
    │   ├── WebhookDisabled  409  by the team, or because its receiver said that it is gone
    │   ├── Taken            409  the address has an account already
    │   ├── TeamFull         409  the team has as many members as a team may have
    │   ├── LastAdmin        409  the team would be left without an admin
    │   ├── SettingsChanged  409  somebody else changed the settings since they were read
    │   ├── ErasureRunning   409  the user is being erased; works again when it has completed
    │   ├── NotCompleted     409  the erasure has not completed, so that there is no receipt
    │   ├── NotPending       409  the erasure has begun, has ended, or awaits no approval
    │   ├── NotFailed        409  only a failed job can be retried
    │   ├── ReviewRunning, UnderHold 409, ReviewChanged 412: in `review_errors`; WrongStep 409: in `incident`
    │   ├── OriginalGone     409  the original is no longer there
    │   ├── TooMany          429  the team's quota is used up; says when to come back
    │   └── Unavailable      503  a store did not answer; the same call may go through later
    ├── Refused              the picture is no picture we mask; carries the job's reason code
    ├── Unreachable          a webhook's receiver gave no answer; carries the code that the log shows
    └── Conflict             a store's condition did not hold: somebody else was there first
        ├── Tombstoned       the subject is erased, or is being erased
        ├── Repeated         this idempotency key was used for the subject before
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


class NotAllowed(Problem):
    """The caller may use the route, but not for this; ``detail`` says who may."""

    status = 403
    code = "not_allowed"
    title = "The caller may not do this"


class FreshSignInRequired(Problem):
    """The person has to sign in again before this (compare RFC 9470, which knows it as a step up)."""

    status = 403
    code = "fresh_sign_in_required"
    title = "Sign in again, and repeat it within minutes"


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


class TeamFull(Problem):
    """The team has as many members as a team may have."""

    status = 409
    code = "team_full"
    title = "The team has as many members as a team may have"


class LastAdmin(Problem):
    """A team keeps at least one admin."""

    status = 409
    code = "last_admin"
    title = "A team keeps at least one admin"


class SettingsChanged(Problem):
    """The settings are of another version than the caller has read."""

    status = 409
    code = "settings_changed"
    title = "The settings were changed meanwhile; read them again"


class ErasureRunning(Problem):
    """The user, or the whole team, is being erased: nothing new is taken in before that has ended."""

    status = 409
    code = "erasure_running"
    title = "An erasure of this user, or of the team, is running"


class NotPending(Problem):
    """The erasure has begun, has ended, or awaits no approval: it can be neither approved nor cancelled."""

    status = 409
    code = "not_pending"
    title = "The erasure can no longer be approved or cancelled"


class NotCompleted(Problem):
    """There is a receipt of a completed erasure only: nothing else was proved."""

    status = 409
    code = "not_completed"
    title = "The erasure has not completed"


class NotFailed(Problem):
    """Only a job that ended as ``failed`` can be retried."""

    status = 409
    code = "not_failed"
    title = "Only a failed job can be retried"


class OriginalGone(Problem):
    """What was asked for needs the original, and it is no longer there."""

    status = 409
    code = "original_gone"
    title = "The original is no longer there"


class TooMany(Problem):
    """The team's quota is used up until ``retry_after`` seconds have passed (RFC 6585, section 4)."""

    status = 429
    code = "too_many"
    title = "The team's quota is used up for now"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class TooManyWebhooks(Problem):
    """The team has as many webhooks as it may; delete one first."""

    status = 409
    code = "too_many_webhooks"
    title = "The team has as many webhooks as it may"


class WebhookDisabled(Problem):
    """The webhook is disabled, by its team or because its receiver said that it is gone; enable it first."""

    status = 409
    code = "webhook_disabled"
    title = "The webhook is disabled"


class Unavailable(Problem):
    """A store did not answer, or not in time. Nothing is half done; the same call may be repeated."""

    status = 503
    code = "unavailable"
    title = "Not available right now; try again"
    retry_after = 1


class Refused(MorettaError):
    """The file is not a picture that can be masked. ``reason`` is the job's reason code.

    ``limit`` is the limit that it exceeds, with its unit, for the codes that are about one.
    """

    def __init__(self, reason: str, limit: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


class Unreachable(MorettaError):
    """A receiver gave no answer. ``code`` says why, and nothing of where it is."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Conflict(MorettaError):
    """A condition of a write did not hold."""


class Tombstoned(Conflict):
    """The subject is erased as of now: nothing of it may be written (promise 6)."""


class Repeated(Conflict):
    """The idempotency key was used for this subject before."""


class LeaseOpen(Conflict):
    """Another masker holds the job; the message has to come back when the lease is over."""


class Replaced(Conflict):
    """The object is gone, or is not the one that was claimed (its ETag differs)."""
