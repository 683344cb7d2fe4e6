from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.erasure import COMPLETED, FAILED, PARTIAL, Count
from functions.core.errors import Conflict, Tombstoned
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import KEEP, Backend
from tests.contracts.making import LATER, NOW, OTHER, OTHER_TEAM, PERSON, SUBJECT, TEAM, an_erasure


def test_nobody_was_erased_at_first(backend: Backend) -> None:
    assert backend.ledger.epoch(TEAM, PERSON) == 0
    assert backend.ledger.tombstone(TEAM, SUBJECT) is None
    assert backend.ledger.get(TEAM, an_erasure().id) is None


def test_beginning_writes_the_record_and_the_tombstone(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    assert backend.ledger.get(TEAM, erasure.id) == erasure
    assert backend.ledger.tombstone(TEAM, SUBJECT) == erasure.id


def test_a_subject_has_one_erasure_and_the_second_leaves_no_record(backend: Backend) -> None:
    first, second = an_erasure(), an_erasure()
    backend.ledger.begin(first)
    with pytest.raises(Tombstoned):
        backend.ledger.begin(second)
    assert backend.ledger.tombstone(TEAM, SUBJECT) == first.id
    assert backend.ledger.get(TEAM, second.id) is None


def test_an_erasure_belongs_to_its_team_alone(backend: Backend) -> None:
    """Promise 10: neither record, nor tombstone, nor epoch is seen by another team."""
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    backend.ledger.complete(erasure.ended(COMPLETED, NOW))
    assert backend.ledger.get(OTHER_TEAM, erasure.id) is None
    assert backend.ledger.tombstone(OTHER_TEAM, SUBJECT) is None
    assert backend.ledger.tombstone(TEAM, OTHER) is None
    assert backend.ledger.epoch(OTHER_TEAM, PERSON) == 0


def test_progress_comes_back_as_it_was_saved(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    further = replace(erasure.busy(LATER), passes=3, counts={"rows": Count(4, 0), "held": Count(0, 2)}).ended(
        PARTIAL, LATER
    )
    backend.ledger.save(further)
    assert backend.ledger.get(TEAM, erasure.id) == further


@pytest.mark.parametrize("state", [PARTIAL, FAILED, COMPLETED])
def test_what_has_ended_is_not_saved_as_running(backend: Backend, state: str) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    backend.ledger.save(erasure.ended(state, NOW))
    with pytest.raises(Conflict):
        backend.ledger.save(erasure)


def test_a_record_that_never_was_is_not_made_by_saving(backend: Backend) -> None:
    erasure = an_erasure()
    for never in (erasure, replace(erasure, revision=3)):
        with pytest.raises(Conflict):
            backend.ledger.save(never)
        with pytest.raises(Conflict):
            backend.ledger.complete(never.ended(COMPLETED, NOW))
    assert backend.ledger.get(TEAM, erasure.id) is None
    assert backend.ledger.epoch(TEAM, PERSON) == 0


def test_the_next_attempt_takes_over_from_one_that_ended(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    partial = backend.ledger.save(erasure.ended(PARTIAL, NOW))
    backend.ledger.save(partial.again())
    assert backend.ledger.get(TEAM, erasure.id) == replace(erasure, attempt=2)


def test_a_worker_of_an_earlier_attempt_moves_nothing_any_more(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    again = backend.ledger.save(backend.ledger.save(erasure.ended(FAILED, NOW)).again())
    with pytest.raises(Conflict):
        backend.ledger.save(erasure)
    with pytest.raises(Conflict):
        backend.ledger.complete(erasure.ended(COMPLETED, NOW))
    assert backend.ledger.get(TEAM, erasure.id) == again


def test_each_save_is_a_revision_and_says_which(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    saved = erasure
    for revision in (1, 2, 3):
        saved = backend.ledger.save(saved)
        assert saved.revision == revision
        stored = backend.ledger.get(TEAM, erasure.id)
        assert stored is not None
        assert stored.revision == revision


@pytest.mark.parametrize("read", [0, 1], ids=["when_it_was_begun", "later"])
def test_of_two_workers_the_one_that_was_overtaken_can_neither_save_nor_complete(
    backend: Backend, read: int
) -> None:
    """Promise 5: of two at once, one that never saw a lease calls nothing complete, and no count is lost."""
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    for _ in range(read):
        erasure = backend.ledger.save(erasure)
    ahead = backend.ledger.save(erasure.busy(LATER).counted("rows", 1000, 0))
    behind = erasure.counted("rows", 999, 0)
    with pytest.raises(Conflict):
        backend.ledger.save(behind)
    with pytest.raises(Conflict):
        backend.ledger.complete(behind.ended(COMPLETED, NOW))
    assert backend.ledger.get(TEAM, erasure.id) == ahead
    assert backend.ledger.epoch(TEAM, PERSON) == 0
    assert backend.ledger.save(ahead.counted("rows", 1, 0)).counts == {"rows": Count(1001, 0)}


def test_completing_stores_the_record_and_begins_the_next_epoch(backend: Backend) -> None:
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    completed = erasure.ended(COMPLETED, LATER)
    backend.ledger.complete(completed)
    assert backend.ledger.get(TEAM, erasure.id) == completed
    assert backend.ledger.epoch(TEAM, PERSON) == 1


def test_completing_twice_begins_one_epoch(backend: Backend) -> None:
    erasure = an_erasure(epoch=4)
    backend.ledger.begin(erasure)
    completed = erasure.ended(COMPLETED, LATER)
    backend.ledger.complete(completed)
    with pytest.raises(Conflict):
        backend.ledger.complete(completed)
    assert backend.ledger.epoch(TEAM, PERSON) == 5


def test_the_tombstone_of_a_completed_erasure_still_stands(backend: Backend) -> None:
    """Promise 6: late events of the erased epoch find it."""
    erasure = an_erasure()
    backend.ledger.begin(erasure)
    backend.ledger.complete(erasure.ended(COMPLETED, LATER))
    assert backend.ledger.tombstone(TEAM, SUBJECT) == erasure.id
    with pytest.raises(Tombstoned):
        backend.ledger.begin(an_erasure())


def test_the_next_epoch_may_be_erased_beside_the_first(backend: Backend) -> None:
    first, second = an_erasure(), an_erasure(subject=OTHER, epoch=1)
    backend.ledger.begin(first)
    backend.ledger.complete(first.ended(COMPLETED, NOW))
    backend.ledger.begin(second)
    backend.ledger.complete(second.ended(COMPLETED, NOW))
    assert backend.ledger.epoch(TEAM, PERSON) == 2


def test_only_a_completed_erasure_sets_the_life_of_its_entries(moto: MotoBackend) -> None:
    erasure = an_erasure()
    moto.ledger.begin(erasure)
    assert not any("ttl" in row for row in _rows(moto))
    moto.ledger.complete(erasure.ended(COMPLETED, NOW))
    life = {row["sk"]["S"].split("#")[0]: row.get("ttl", {}).get("N") for row in _rows(moto)}
    until = str(int((NOW + KEEP).timestamp()))
    assert life == {"tombstone": until, "erasure": until, "epoch": None}
    assert timedelta(days=64) < KEEP


def _rows(moto: MotoBackend) -> list[dict[str, dict[str, str]]]:
    rows: list[dict[str, dict[str, str]]] = moto.cloud.dynamodb.scan(TableName=moto.ledger_table)["Items"]  # type: ignore[assignment]
    return rows
