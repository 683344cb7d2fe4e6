"""Heads of the audit: each entry has one, whenever it came, and what is over goes with its head."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.core import audit_head, sign_audit
from functions.core.audit import Entry
from functions.core.audit_head import Walk, digest
from functions.core.errors import Conflict
from functions.core.names import new_id
from functions.core.read_audit import ReadAudit, export, parse_export
from functions.core.sign_audit import SignAudit
from tests.fakes.audit import FakeAuditLog, FakeHeads
from tests.fakes.clock import ManualClock
from tests.fakes.retention import FakeSettings
from tests.fakes.signer import FakeSigner
from tests.fakes.world import BOUNDS, TEAM
from tools.audit import BadAudit, Checked, check

BEGAN = datetime(2026, 11, 28, 3, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = timedelta(hours=1, minutes=20)


class Auditing:
    """A team's audit, which begins at `BEGAN`."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.clock.now = BEGAN
        self.log, self.heads, self.signer = FakeAuditLog(), FakeHeads(), FakeSigner()
        self.faults: list[Exception] = []
        settings = FakeSettings(BOUNDS)
        self.world = SignAudit(
            self.log, self.heads, self.signer, settings, "urn:test", self.clock, self.faults.append
        )
        self.reading = ReadAudit(self.log, self.heads, settings)
        self.heads.begin(Walk(TEAM, "2026-11-28T03"))

    def write(self, after: timedelta, times: int = 1) -> Sequence[Entry]:
        at = BEGAN + after
        made = [Entry(new_id(at), TEAM, at, "ada", "x.done", on=str(number)) for number in range(times)]
        self.log.entries += made
        return made

    def sign(self, at: timedelta) -> timedelta:
        self.clock.now = BEGAN + at
        return sign_audit.sign_audit(self.world, self.clock() + HOUR)

    def lines(self, **query: str) -> list[bytes]:
        found, after = [], ""
        while True:
            asked = parse_export(query | ({"after": after} if after else {}), self.clock())
            page, next_after = export(TEAM, asked, self.reading, self.clock())
            found += page
            if next_after is None:
                return found
            assert next_after > after
            after = next_after

    def checked(self, *, whole: bool = True, **query: str) -> Checked:
        return check(self.lines(**query), {"keys": [self.signer.public().to_jwk()]}, whole=whole)


@pytest.fixture
def auditing() -> Auditing:
    return Auditing()


def test_an_hour_has_a_head_once_nobody_can_be_writing_into_it_any_more(auditing: Auditing) -> None:
    auditing.write(MINUTE, 3)
    assert auditing.sign(HOUR + 14 * MINUTE) == 14 * MINUTE
    assert auditing.heads.heads == {}
    auditing.sign(HOUR + 15 * MINUTE)
    found = auditing.checked()
    assert (found.heads, found.entries, found.first) == (1, 3, "2026-11-28T03")


def test_each_head_names_the_one_before_and_hours_in_which_nothing_was_done_have_none(
    auditing: Auditing,
) -> None:
    for hours in (0, 1, 5):
        auditing.write(hours * HOUR)
    auditing.sign(8 * HOUR)
    first, second, third = auditing.heads.heads[TEAM]
    assert [one.head.previous for one in (first, second, third)] == [
        "",
        digest(first.jws),
        digest(second.jws),
    ]
    assert third.head.hour == "2026-11-28T08"
    assert auditing.checked().entries == 3


def test_an_entry_that_came_late_has_a_head_of_its_own_and_the_first_one_stays(auditing: Auditing) -> None:
    auditing.write(30 * MINUTE, 2)
    auditing.sign(LATER)
    (before,) = auditing.heads.heads[TEAM]
    (late,) = auditing.write(10 * MINUTE)
    auditing.sign(HOUR + LATER)
    first, second = auditing.heads.heads[TEAM]
    assert (first, second.ids, second.head.part) == (before, (late.id,), 1)
    assert auditing.checked().entries == 3


def test_a_busy_hour_has_several_heads_and_signing_that_was_cut_off_goes_on(
    auditing: Auditing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_audit, "PART", 4)
    auditing.write(MINUTE, 10)
    add = auditing.heads.add

    def breaks(walk: Walk, signed: Any) -> Walk:
        if signed.head.part == 1 and not auditing.faults:
            raise RuntimeError
        return add(walk, signed)

    monkeypatch.setattr(auditing.heads, "add", breaks)
    assert auditing.sign(LATER) == 20 * MINUTE
    assert len(auditing.faults) == len(auditing.heads.heads[TEAM]) == 1
    assert auditing.sign(LATER) == timedelta()
    assert [one.head.size for one in auditing.heads.heads[TEAM]] == [4, 4, 2]
    assert auditing.checked().entries == 10


def test_signing_twice_signs_once(auditing: Auditing) -> None:
    auditing.write(MINUTE)
    auditing.sign(LATER)
    auditing.sign(LATER)
    assert len(auditing.heads.heads[TEAM]) == 1


def test_another_pass_that_is_at_it_is_left_alone(
    auditing: Auditing, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditing.write(MINUTE)

    def taken(_walk: Walk, _signed: Any) -> Walk:
        raise Conflict

    monkeypatch.setattr(auditing.heads, "add", taken)
    auditing.sign(LATER)
    assert auditing.faults == []


def test_what_is_over_by_the_teams_retention_goes_with_its_head_and_the_rest_still_holds(
    auditing: Auditing,
) -> None:
    auditing.write(MINUTE, 2)
    auditing.write(50 * HOUR)
    auditing.sign(52 * HOUR)
    life = timedelta(minutes=BOUNDS.retention["audit"].default)
    auditing.sign(life + 2 * HOUR)
    assert len(auditing.log.entries) == len(auditing.heads.heads[TEAM]) == 1
    found = auditing.checked()
    assert (found.entries, bool(found.begins_after)) == (1, True)


def test_no_time_left_leaves_it_to_the_next_pass(auditing: Auditing) -> None:
    auditing.write(MINUTE)
    auditing.clock.now = BEGAN + LATER
    assert sign_audit.sign_audit(auditing.world, auditing.clock()) == 20 * MINUTE
    assert auditing.heads.heads == {}


def _changed(auditing: Auditing) -> None:
    old = auditing.log.entries[0]
    auditing.log.entries[0] = Entry(old.id, old.team, old.at, "eve", old.action, on=old.on)


def _removed(auditing: Auditing) -> None:
    del auditing.log.entries[0]


def _head_removed(auditing: Auditing) -> None:
    del auditing.heads.heads[TEAM][1]


@pytest.mark.parametrize("tampers", [_changed, _removed, _head_removed])
def test_tampering_with_what_is_stored_shows_in_the_export(auditing: Auditing, tampers: Any) -> None:
    for hours in range(3):
        auditing.write(hours * HOUR, 3)
    auditing.sign(5 * HOUR)
    assert auditing.checked().entries == 9
    tampers(auditing)
    with pytest.raises(BadAudit):
        auditing.checked()


def test_an_export_of_one_action_proves_each_entry_without_showing_the_others(auditing: Auditing) -> None:
    auditing.write(MINUTE, 6)
    at = BEGAN + MINUTE
    auditing.log.entries.append(Entry(new_id(at), TEAM, at, "ada", "other"))
    auditing.sign(LATER)
    found = auditing.checked(action="other", whole=False)
    assert (found.entries, found.missing) == (1, 6)
    with pytest.raises(BadAudit, match="6 of the 7"):
        auditing.checked(action="other")


def test_an_export_goes_on_where_its_page_ended(auditing: Auditing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_audit, "PART", 2)
    monkeypatch.setattr("functions.core.read_audit.MOST_BYTES", 1)
    auditing.write(MINUTE, 5)
    auditing.write(HOUR)
    auditing.sign(3 * HOUR)
    assert auditing.checked().entries == 6
    monkeypatch.setattr("functions.core.read_audit.MOST_BYTES", 10**6)
    monkeypatch.setattr("functions.core.read_audit.MOST_HEADS", 2)
    assert auditing.checked().heads == 4


def test_a_part_is_small_enough_for_a_page_of_the_export() -> None:
    """Lambda answers 6 MB at most; a page always has one part, whatever it is of."""
    assert audit_head.PART * (1024 + 10 * 46) < 6_000_000
