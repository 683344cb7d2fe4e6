"""What has to be true of a played deployment when the work on it was well again."""

from collections import Counter
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from functions.aws.erasure_schema import AWAITING
from functions.core.store_names import BUCKETS
from soak.playing import Played
from soak.things import USER, answered


def rows_in(played: Played, state: str) -> int:
    """How many jobs are in a state."""
    return sum(row["sk"].startswith("job#") and row.get("state") == state for row in played.rows())


def nothing_unmasked(played: Played) -> None:
    """Promise 1: nothing is in `results` but what the pipeline made and verified."""
    files = set(played.objects("results").values())
    assert not files & set(played.imaging.seen)
    assert all(file.startswith(b"masked ") for file in files)


def ends(state: str, places: Mapping[str, int]) -> Callable[[Played, Any], None]:
    """One job, in this state, and its files where they belong."""

    def settled(played: Played, _made: Any) -> None:
        nothing_unmasked(played)
        assert rows_in(played, state) == 1, [row.get("state") for row in played.rows()]
        there = {name: len(played.objects(name)) for name in BUCKETS}
        assert there == dict.fromkeys(BUCKETS, 0) | dict(places), there

    return settled


def is_swept(played: Played, _lost: Any) -> None:
    """What was over is gone, and who lost a message got one more."""
    nothing_unmasked(played)
    states = sorted(row["state"] for row in played.rows() if row["sk"].startswith("job#"))
    assert states == ["awaiting_upload", "expired", "expired"], states
    assert played.objects("results") == {}
    queue = played.names["uploads_queue"]
    assert played.cloud.sqs.receive_message(QueueUrl=queue).get("Messages"), "the masker is asked once more"


def is_erased(played: Played, made: Any) -> None:
    """Signed, and nothing is left of anybody."""
    (record,) = [row for row in played.rows("ledger") if row["sk"] == f"erasure#{made}"]
    assert (record["state"], "receipt" in record) == ("completed", True), record
    left = [(row["pk"], row["sk"]) for row in played.rows() if row["pk"].startswith(f"{played.team}#")]
    assert not left, left
    assert not any(kinds(played)[name] for name in BUCKETS), kinds(played)


def is_cancelled(played: Played, made: Any) -> None:
    """It is stored so, and nothing leads to it any more."""
    (record,) = [row for row in played.rows("ledger") if row["sk"] == f"erasure#{made}"]
    assert (record["state"], record["why"]) == ("cancelled", "not_approved"), record
    assert not [row for row in played.rows("ledger") if row["pk"] == AWAITING]


def is_spared(played: Played, _made: Any) -> None:
    """It names nobody who is erased, is not handed out, and waits for its masker."""
    (job,) = [row for row in played.rows() if row["sk"].startswith("job#")]
    assert (job["state"], job["reason"], "depicted" in job) == ("review", "remasked", False), job
    assert (kinds(played)["held"], kinds(played)["results"]) == (1, 0), kinds(played)


def is_exported(played: Played, made: Any) -> None:
    """Everything of the user that may be handed out is in one file."""
    path = {"user_id": USER, "id": made["export"]}
    shown = answered(played, "GET /v1/users/{user_id}/exports/{id}", path)
    assert (shown["state"], shown["counts"]["results"], shown["counts"]["missing"]) == ("completed", 2, 0), (
        shown
    )
    (file,) = [data for key, data in played.objects("exports").items() if key.endswith("export.zip")]
    assert ZipFile(BytesIO(file)).testzip() is None


def export_is_over(played: Played, _made: Any) -> None:
    """Its file is gone."""
    assert not played.objects("exports")


def told(played: Played, _made: Any) -> None:
    """The webhook's delivery waits in its queue."""
    assert played.cloud.sqs.receive_message(QueueUrl=played.names["deliveries"]).get("Messages")


def fine(_played: Played, _made: Any) -> None:
    """What it answered is all that there is."""


def signed(played: Played, hour: Any) -> None:
    """The hour has one head, and the walk is behind it."""
    heads = [row["sk"] for row in played.rows("ledger") if row["sk"].startswith("head#")]
    assert heads == [f"head#{hour}#000000"], heads
    (walk,) = [row for row in played.rows("ledger") if (row["pk"], row["sk"]) == ("audit", played.team)]
    assert walk["hour"] > hour


def one_incident(played: Played, _made: Any) -> None:
    """It was found once."""
    assert kinds(played)["table incident"] == 1


def reminded(played: Played, _made: Any) -> None:
    """The incident says so once."""
    (row,) = [row for row in played.rows() if row["sk"].startswith("incident#")]
    assert [step["action"] for step in row["timeline"]].count("remind") == 1


def kinds(played: Played) -> Counter[str]:
    """How many rows there are of each kind and state, but for quotas, and how many files in each bucket."""
    found: Counter[str] = Counter()
    for table in ("table", "ledger", "audit"):
        for row in played.rows(table):
            kind = row["sk"].partition("#")[0] if "#" in row["sk"] else row["pk"].partition("#")[0]
            kind = kind if kind != played.team else "team"
            found[f"{table} {kind if len(kind) < 20 else 'entry'} {row.get('state', '')}".strip()] += 1
    for bucket in BUCKETS:
        found[bucket] += len(played.objects(bucket))
    return Counter({name: times for name, times in found.items() if times and " quota" not in name})
