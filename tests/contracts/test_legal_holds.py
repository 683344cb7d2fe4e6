"""Legal holds: rows of the ledger, of one subject each, over when their end is reached."""

from dataclasses import replace
from datetime import timedelta

from functions.aws.holds import DynamoHolds
from functions.core.holds import Hold
from tests.contracts.adapters import MotoBackend
from tests.contracts.making import LATER, NOW, OTHER, OTHER_TEAM, SUBJECT, TEAM, an_entry
from tests.fakes.clock import ManualClock

HOLD = Hold("legal_claims", LATER, "ada", NOW)


def test_a_hold_comes_back_as_it_was_set_and_is_of_one_subject(moto: MotoBackend) -> None:
    """Promise 10."""
    holds = DynamoHolds(moto.cloud.dynamodb, moto.ledger_table, ManualClock(NOW), moto.entries)
    assert holds.get(TEAM, SUBJECT) is None
    holds.put(TEAM, SUBJECT, HOLD, an_entry())
    assert holds.get(TEAM, SUBJECT) == HOLD
    assert holds.held(TEAM, SUBJECT)
    places = [(TEAM, SUBJECT), (TEAM, OTHER), (OTHER_TEAM, SUBJECT)]
    assert holds.among(places) == {(TEAM, SUBJECT)}


def test_a_hold_is_replaced_and_lifted(moto: MotoBackend) -> None:
    holds = DynamoHolds(moto.cloud.dynamodb, moto.ledger_table, ManualClock(NOW), moto.entries)
    holds.put(TEAM, SUBJECT, HOLD, an_entry())
    longer = replace(HOLD, ground="legal_obligation", until=LATER + timedelta(days=1))
    holds.put(TEAM, SUBJECT, longer, an_entry())
    assert holds.get(TEAM, SUBJECT) == longer
    holds.lift(TEAM, SUBJECT, an_entry())
    holds.lift(TEAM, SUBJECT, an_entry())
    assert holds.get(TEAM, SUBJECT) is None
    assert not holds.held(TEAM, SUBJECT)


def test_a_hold_is_over_at_its_end_even_while_its_row_is_there(moto: MotoBackend) -> None:
    """DynamoDB deletes late what has expired."""
    clock = ManualClock(NOW)
    holds = DynamoHolds(moto.cloud.dynamodb, moto.ledger_table, clock, moto.entries)
    holds.put(TEAM, SUBJECT, HOLD, an_entry())
    clock.reach(LATER)
    assert holds.get(TEAM, SUBJECT) is None
    assert not holds.held(TEAM, SUBJECT)
