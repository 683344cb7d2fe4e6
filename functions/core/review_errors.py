"""What stands in the way of a reviewer: a part of `functions.core.errors`, which has the whole tree."""

from functions.core.errors import Problem


class ReviewRunning(Problem):
    """A masker works at it right now, or somebody else decided."""

    status = 409
    code = "review_running"
    title = "This review is being worked at, or was just decided"


class ReviewChanged(Problem):
    """The held file is another than the one that the reviewer looked at."""

    status = 412
    code = "review_changed"
    title = "The picture is another than the one that was looked at"


class UnderHold(Problem):
    """Somebody in the picture is under a legal hold: what a rejection deletes is kept (GDPR Art. 17(3))."""

    status = 409
    code = "under_hold"
    title = "A legal hold keeps what this would delete"
