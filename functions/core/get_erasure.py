"""GET /v1/erasures/{id}, GET /v1/me/erasures/{id}, and their receipts."""

from functions.core.erasure import Erasure
from functions.core.errors import NotCompleted, NotFound
from functions.core.names import parse_erasure_id
from functions.core.ports import Ledger
from functions.core.reach import OfUser
from functions.core.subjects import Identified


def get_erasure(erasure_id: str, team: str, ledger: Ledger, user: Identified | None = None) -> Erasure:
    """The erasure as of now; for a session, one of its own user, of whatever epoch.

    Raises `NotFound`, for another team's or another user's just as for one that never was.
    """
    erasure = ledger.get(team, parse_erasure_id(erasure_id))
    if erasure is None or (user and not _is_of(erasure, user)):
        raise NotFound
    return erasure


def get_receipt(erasure_id: str, team: str, ledger: Ledger, user: Identified | None = None) -> str:
    """The receipt of a completed erasure. Raises `NotFound`, and `NotCompleted` as long as there is none."""
    erasure = get_erasure(erasure_id, team, ledger, user)
    if erasure.receipt is None:
        raise NotCompleted
    return erasure.receipt


def _is_of(erasure: Erasure, user: Identified) -> bool:
    return isinstance(erasure.scope, OfUser) and erasure.scope.person == user.person
