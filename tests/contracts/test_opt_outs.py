"""What users said of sale and sharing: a row of each user's own, which an erasure takes along."""

from dataclasses import replace

import pytest

from functions.core.errors import Tombstoned
from functions.core.opt_outs import OptOut
from tests.contracts.backends import Backend
from tests.contracts.making import (
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    an_entry,
    an_erasure,
    everything,
)

SAID = OptOut(opted_out=True, by="self", since=NOW)


def test_what_a_user_said_last_comes_back_and_is_of_that_user_alone(backend: Backend) -> None:
    """Promise 10."""
    assert backend.opt_outs.get(TEAM, SUBJECT) == OptOut()
    for said in (SAID, replace(SAID, opted_out=False, by="client", since=LATER)):
        backend.opt_outs.put(TEAM, SUBJECT, said, an_entry())
        assert backend.opt_outs.get(TEAM, SUBJECT) == said
    assert backend.opt_outs.get(TEAM, OTHER) == backend.opt_outs.get(OTHER_TEAM, SUBJECT) == OptOut()


def test_nothing_is_kept_of_who_is_being_erased(backend: Backend) -> None:
    """Promise 6."""
    backend.ledger.begin(an_erasure())
    with pytest.raises(Tombstoned):
        backend.opt_outs.put(TEAM, SUBJECT, SAID, an_entry())
    assert backend.opt_outs.get(TEAM, SUBJECT) == OptOut()
    assert everything(backend.rows) == []
