"""Who accepted which agreement: fakes and adapters alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.core.agreement import Acceptance
from functions.core.audit import AGREED, Entry
from functions.core.errors import Conflict
from functions.core.names import new_id
from tests.contracts.backends import OTHER_TEAM, TEAM, Backend

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST = Acceptance(TEAM, "1-0123456789ab", NOW, "ada", {"en": "a text", "de": "ein Text"})
SECOND = replace(FIRST, version="1-ba9876543210", at=NOW + timedelta(days=40), by="bob")


def _entry(acceptance: Acceptance) -> Entry:
    changes = {"version": (None, acceptance.version)}
    return Entry(new_id(acceptance.at), acceptance.team, acceptance.at, acceptance.by, AGREED, changes)


def test_a_team_that_accepted_nothing_has_no_agreement(backend: Backend) -> None:
    assert backend.agreements.latest(TEAM) is None
    assert backend.agreements.history(TEAM) == []


def test_what_was_accepted_comes_back_with_its_texts_and_is_of_one_team_alone(backend: Backend) -> None:
    """Promise 10."""
    entries = [_entry(each) for each in (FIRST, SECOND)]
    for acceptance, entry in zip((FIRST, SECOND), entries, strict=True):
        backend.agreements.accept(acceptance, entry)
        assert backend.agreements.latest(TEAM) == replace(acceptance, texts={})
    assert backend.agreements.history(TEAM) == [SECOND, FIRST]
    assert backend.audit(TEAM) == entries
    assert backend.agreements.latest(OTHER_TEAM) is None
    assert backend.agreements.history(OTHER_TEAM) == []


def test_a_version_is_accepted_once_and_the_audit_says_it_once(backend: Backend) -> None:
    backend.agreements.accept(FIRST, _entry(FIRST))
    later = replace(FIRST, by="eve", at=SECOND.at)
    with pytest.raises(Conflict):
        backend.agreements.accept(later, _entry(later))
    assert backend.agreements.history(TEAM) == [FIRST]
    assert len(backend.audit(TEAM)) == 1


def test_a_version_was_met_when_it_was_met_first(backend: Backend) -> None:
    met = backend.agreements.met
    assert met(TEAM, FIRST.version, NOW) == NOW
    assert met(TEAM, FIRST.version, SECOND.at) == NOW
    assert met(TEAM, SECOND.version, SECOND.at) == SECOND.at
    assert met(OTHER_TEAM, FIRST.version, SECOND.at) == SECOND.at
