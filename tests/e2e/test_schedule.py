"""What happens by itself, while the other tests run."""

from tests.e2e.world import World, eventually


def test_the_schedule_expires_what_is_due_by_itself(hasty: World, never_sent: str) -> None:
    """Nobody sweeps this stage by hand."""
    client = hasty.one.client
    eventually(lambda: client.job(never_sent)["state"] == "expired", "the minute is over", 150)
