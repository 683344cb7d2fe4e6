"""What an erasure may cost: the bench's own functions, with as few photos as tell."""

from bench.erasure import DELETES, LISTS, MOST_EVENTS, measured, of_a_million


def test_a_whole_run_for_a_thousand_photos_takes_75_requests_at_most() -> None:
    cost = measured(1000)
    assert cost.whole.total() <= 45 + 30
    assert cost.used <= 1.05 * cost.allowed
    assert all(cost.deleting[name] for name in (*LISTS, *DELETES))
    assert cost.whole["ListObjectVersions"] == 2 * cost.deleting["ListObjectVersions"], "it looks again"


def test_what_is_deleted_goes_in_batches_as_full_as_the_services_take() -> None:
    cost = measured(30)
    assert {name: cost.deleting[name] for name in DELETES} == {"DeleteObjects": 1, "BatchWriteItem": 2}
    assert cost.used == cost.allowed


def test_a_million_photos_stay_within_what_a_workflow_may_remember() -> None:
    assert of_a_million()["events"] <= MOST_EVENTS
