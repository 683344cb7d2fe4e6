"""The audit's log and its heads; fake and DynamoDB alike."""

from datetime import timedelta

import pytest

from functions.aws import audit_log
from functions.core.audit import Entry
from functions.core.audit_head import Head, Signed, Walk, digest, shifted
from functions.core.errors import Conflict, Unavailable
from functions.core.jws import signed
from functions.core.names import new_id
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import OTHER_TEAM, TEAM, Backend
from tests.contracts.making import NOW
from tests.fakes.signer import FakeSigner

HOUR = "2026-11-22T12"
SIGNER = FakeSigner()


def _entry(number: int = 0, team: str = TEAM, hours: int = 0) -> Entry:
    at = NOW + timedelta(hours=hours, milliseconds=number)
    return Entry(new_id(at), team, at, "ada", "x.done", {"a.b": (None, [1, {"c": "ü"}])}, f"on-{number}")


def _written(backend: Backend, *entries: Entry) -> list[Entry]:
    for entry in entries:
        backend.diary.append(entry)
    return sorted(entries, key=lambda entry: entry.id)


def _head(hour: str, part: int = 0, *ids: str) -> Signed:
    head = Head("urn:test", TEAM, hour, part, len(ids), "root", "previous", 1)
    return Signed(signed(head.to_json(), "x", SIGNER), ids)


def test_an_hour_is_read_in_the_order_of_its_ids_and_holds_nothing_of_others(backend: Backend) -> None:
    entries = _written(backend, *(_entry(number) for number in range(3)))
    _written(backend, _entry(team=OTHER_TEAM), _entry(hours=1))
    assert backend.log.hour(TEAM, HOUR) == entries
    assert [entry.leaf for entry in backend.log.hour(TEAM, HOUR)] == [entry.leaf for entry in entries]


def test_an_entry_is_written_once_and_never_over_another(moto: MotoBackend) -> None:
    entry = _entry()
    moto.diary.append(entry)
    with pytest.raises(Unavailable):
        moto.diary.append(Entry(entry.id, TEAM, entry.at, "eve", "y"))
    assert moto.audit(TEAM) == [entry]


def test_entries_are_read_by_their_ids_and_what_is_not_there_is_missing(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "_READ", 2)
    entries = _written(backend, *(_entry(number) for number in range(3)))
    wanted = {entry.id: entry for entry in entries}
    assert backend.log.several(TEAM, HOUR, [*wanted, new_id(NOW)]) == wanted


def test_what_is_forgotten_is_one_hour_of_one_team(backend: Backend) -> None:
    _written(backend, *(_entry(number) for number in range(30)))
    (other,), (later,) = _written(backend, _entry(team=OTHER_TEAM)), _written(backend, _entry(hours=1))
    backend.log.forget(TEAM, HOUR)
    assert (backend.audit(TEAM), backend.audit(OTHER_TEAM)) == ([later], [other])


def test_heads_are_a_chain_that_only_who_read_its_end_can_go_on_with(backend: Backend) -> None:
    assert backend.heads.walk(TEAM) is None
    begun = Walk(TEAM, HOUR)
    backend.heads.begin(begun)
    assert (backend.heads.walk(TEAM), list(backend.heads.walks())) == (begun, [begun])
    first, second = _head(HOUR, 0, "a", "b"), _head(HOUR, 1, "c")
    after = backend.heads.add(begun, first)
    assert after == Walk(TEAM, HOUR, digest(first.jws)) == backend.heads.walk(TEAM)
    with pytest.raises(Conflict):
        backend.heads.add(begun, second)
    after = backend.heads.add(after, second)
    moved = backend.heads.advance(after, shifted(HOUR, 1))
    with pytest.raises(Conflict):
        backend.heads.advance(after, shifted(HOUR, 1))
    assert backend.heads.walk(TEAM) == moved == Walk(TEAM, "2026-11-22T13", digest(second.jws))
    assert backend.heads.of(TEAM, HOUR) == [first, second]
    assert backend.heads.of(TEAM, "2026-11-22T13") == backend.heads.of(OTHER_TEAM, HOUR) == []


def test_heads_are_listed_from_a_place_and_by_their_hours(backend: Backend) -> None:
    walk = Walk(TEAM, HOUR)
    backend.heads.begin(walk)
    heads = [_head(HOUR), _head(HOUR, 1), _head("2026-11-22T15"), _head("2026-11-23T00")]
    for one in heads:
        walk = backend.heads.add(walk, one)
    assert backend.heads.since(TEAM, "", "2026-11-24T00", 9) == heads
    assert backend.heads.since(TEAM, HOUR, "2026-11-23T00", 9) == heads[:3]
    assert backend.heads.since(TEAM, f"{HOUR}#000000", "2026-11-24T00", 2) == heads[1:3]
    assert list(backend.heads.hours(TEAM, HOUR, "2026-11-23T00")) == ["2026-11-22T15", HOUR]
    # So asks who wants only what is older than the audit is kept.
    assert backend.heads.since(TEAM, "2026-11-23T00", "2026-11-22T00", 9) == []
    assert list(backend.heads.hours(TEAM, "2026-11-23T00", "2026-11-22T00")) == []
    backend.heads.forget(TEAM, HOUR)
    assert backend.heads.since(TEAM, "", "2026-11-24T00", 9) == heads[2:]


def test_no_two_entries_meet_at_an_item_and_a_partition_takes_ten_times_what_is_promised(
    moto: MotoBackend,
) -> None:
    """DynamoDB takes 1000 writes of 1 KB a second into a partition, and counts one of a transaction twice."""
    _written(moto, *(_entry(number) for number in range(20)))
    items = moto.cloud.dynamodb.scan(TableName=moto.audit_table)["Items"]
    assert len({(item["pk"]["S"], item["sk"]["S"]) for item in items}) == 20
    biggest = max(len(str(item)) for item in items)  # in Python's spelling, which is longer than DynamoDB's
    assert 1000 / 2 / -(-biggest // 1024) >= 10 * 50
