"""What happens by itself, while the other tests run."""

from datetime import UTC, datetime, timedelta

from tests.e2e.aging import Aging
from tests.e2e.world import World, eventually, key_of


def test_the_schedule_expires_what_is_due_by_itself(hasty: World, never_sent: str) -> None:
    """Nobody sweeps this stage by hand."""
    client = hasty.one.client
    eventually(lambda: client.job(never_sent)["state"] == "expired", "the minute is over", 150)


def test_an_admin_changes_the_settings_and_knows_before_what_that_reaches(hasty: World, aging: Aging) -> None:
    """A machine may read them, and change none; who read an older version is told so."""
    assert aging.job["state"] == "done"
    status = {name: status for name, (status, _) in aging.answers.items()}
    assert status == {"machine": 401, "dry": 200, "read": 200, "changed": 200, "again": 409}
    body = {name: body for name, (_, body) in aging.answers.items()}
    assert body["dry"]["touched"] == {"results": {"items": 1, "over": 0, "whole": True}}
    assert body["changed"]["touched"] == body["dry"]["touched"]
    assert (body["read"]["version"], body["changed"]["version"]) == (0, 1)
    entries = [row for row in hasty.rows(hasty.audit) if row["action"] == "settings.changed"]
    assert [row["pk"].partition("#")[0] for row in entries] == [aging.team.team]


def test_what_is_over_is_invisible_after_its_minute_and_deleted_by_itself(hasty: World, aging: Aging) -> None:
    """Promise 8: a changed retention reaches what was stored; gone within 120 seconds after it is due."""
    client, job_id, key = aging.team.client, aging.job["id"], key_of(aging.team, aging.job["id"])
    over = datetime.fromisoformat(aging.job["closed_at"]) + timedelta(minutes=1)
    left = max((over - datetime.now(UTC)).total_seconds(), 0)
    # The walk that dates it anew comes with the first sweep, the second deletes it.
    eventually(lambda: client.job(job_id)["state"] == "expired", "it is over", left + 65)
    shown = client.job(job_id)
    assert datetime.now(UTC) >= over
    assert (shown["reason"], "download" in shown) == ("retention_over", False)
    eventually(lambda: key not in hasty.keys("results"), "its result is gone", left + 120)
    assert client.job(job_id) == shown
