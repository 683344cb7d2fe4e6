"""What leads the sweeper to erasures that nobody approved."""

from dataclasses import replace
from datetime import datetime, timedelta

from functions.core.end_unapproved import Awaiting
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, Erasure
from functions.core.names import new_id
from functions.core.reach import OfTeam
from tests.contracts.backends import Backend
from tests.contracts.making import LATER, NOW, OTHER_TEAM, TEAM, an_erasure

TICK = timedelta(milliseconds=1)


def _asked(backend: Backend, until: datetime, team: str = TEAM) -> Erasure:
    erasure = Erasure(new_id(NOW), team, OfTeam(), NOW, AWAITING_APPROVAL, approve_by=until)
    backend.ledger.begin(erasure)
    return erasure


def _leads(erasure: Erasure) -> Awaiting:
    assert erasure.approve_by is not None
    return Awaiting(erasure.approve_by, erasure.team, erasure.id)


def test_it_is_found_when_its_time_is_over_and_not_before(backend: Backend) -> None:
    erasure = _asked(backend, LATER)
    backend.ledger.begin(an_erasure())
    assert backend.ledger.get(TEAM, erasure.id) == erasure
    assert backend.unapproved.over(LATER - TICK) == []
    assert backend.unapproved.over(LATER) == [_leads(erasure)]


def test_those_of_all_teams_are_found_the_longest_ago_first(backend: Backend) -> None:
    last = _asked(backend, LATER)
    first = _asked(backend, LATER - TICK, OTHER_TEAM)
    assert backend.unapproved.over(LATER) == [_leads(first), _leads(last)]


def test_a_hundred_are_found_at_once(backend: Backend) -> None:
    asked = [_asked(backend, NOW + TICK * number) for number in range(101)]
    assert backend.unapproved.over(LATER) == [_leads(erasure) for erasure in asked[:100]]


def test_whatever_became_of_it_it_is_found_until_it_is_dropped(backend: Backend) -> None:
    erasure, other = _asked(backend, NOW), _asked(backend, LATER)
    backend.ledger.save(replace(erasure, state=CANCELLED, ended_at=NOW))
    assert backend.unapproved.over(NOW) == [_leads(erasure)]
    for _ in range(2):
        backend.unapproved.drop(_leads(erasure))
    assert backend.unapproved.over(LATER) == [_leads(other)]
