"""GET /v1/erasures/{id}."""

from functions.core.erasure import Erasure
from functions.core.errors import NotFound
from functions.core.names import parse_erasure_id
from functions.core.ports import Ledger


def get_erasure(erasure_id: str, team: str, ledger: Ledger) -> Erasure:
    """The erasure as of now. Raises `NotFound`, for another team's just as for one that never was."""
    erasure = ledger.get(team, parse_erasure_id(erasure_id))
    if erasure is None:
        raise NotFound
    return erasure
