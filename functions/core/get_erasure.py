"""GET /v1/erasures, GET /v1/erasures/{id}, GET /v1/me/erasures/{id}, and their receipts."""

from collections.abc import Mapping
from datetime import datetime

from functions.core.erasure import RUNNING, STATES, Erasure
from functions.core.errors import Invalid, NotCompleted, NotFound
from functions.core.list_jobs import parse_limit
from functions.core.names import is_id, parse_erasure_id
from functions.core.ports import Erasures, Ledger
from functions.core.reach import OfJob, OfUser
from functions.core.run_erasure import together
from functions.core.subjects import Identified


def get_erasure(
    erasure_id: str, team: str, ledger: Ledger, now: datetime, user: Identified | None = None
) -> Erasure:
    """The erasure as of now, with what its parts met so far; for a session, one of its own user's.

    Raises `NotFound`, for another team's or another user's just as for one that never was.
    """
    erasure = ledger.get(team, parse_erasure_id(erasure_id))
    if erasure is None or (user and not _is_of(erasure, user)):
        raise NotFound
    if erasure.parts and erasure.state == RUNNING:
        return together(erasure, ledger.several(team, erasure.parts))
    return erasure.as_of(now)


def get_receipt(
    erasure_id: str, team: str, ledger: Ledger, now: datetime, user: Identified | None = None
) -> str:
    """The receipt of a completed erasure. Raises `NotFound`, and `NotCompleted` as long as there is none."""
    erasure = get_erasure(erasure_id, team, ledger, now, user)
    if erasure.receipt is None:
        raise NotCompleted
    return erasure.receipt


def list_erasures(team: str, query: Mapping[str, str], ledger: Ledger, now: datetime) -> Erasures:
    """A page of the team's erasures, newest first, and where the next one begins. Raises `Invalid`."""
    if not query.keys() <= {"limit", "after", "state"}:
        raise Invalid("has an unknown parameter", field="query")
    state, after = query.get("state"), query.get("after")
    if state is not None and state not in STATES:
        raise Invalid(f"must be one of {', '.join(STATES)}", field="state")
    if after is not None and not is_id(after):
        raise Invalid("must be the `next` of the page before", field="after")
    found, more = ledger.recent(team, state, parse_limit(query.get("limit", "50")), after)
    shown = [erasure.as_of(now) for erasure in found]
    return [erasure for erasure in shown if state in {None, erasure.state}], more


def _is_of(erasure: Erasure, user: Identified) -> bool:
    scope = erasure.scope
    if isinstance(scope, OfJob):
        return scope.subject == user.subject
    return isinstance(scope, OfUser) and scope.person == user.person
