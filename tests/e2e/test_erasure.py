"""An erasure reaches everything of one user, nothing of others, and nothing comes back."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from functions.core.store_names import BUCKETS, STORES
from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import CANARY, Speaker, World, eventually, key_of, new_user, post, prefix_of
from tools.receipt import checked, require_person

Snapshot = dict[tuple[str, ...], str]


@dataclass
class Person:
    """A user and the jobs that were made for them, by the state that they are in."""

    speaker: Speaker
    user_id: str
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        return prefix_of(self.speaker, next(iter(self.jobs.values()))["id"])

    @property
    def partition(self) -> str:
        return self.prefix.removesuffix("/").replace("/", "#")


def moved_in(world: World, speaker: Speaker, user_id: str, photo: Image.Image) -> Person:
    """A person with a job in each of the states done and review, and one that will have expired."""
    person, client = Person(speaker, user_id), speaker.client
    for state, file in (("done", photo), ("review", plain())):
        job = person.jobs[state] = client.create_job(user_id)
        assert post(client, job["upload"], jpeg(file)).status == 204
    person.jobs["expired"] = client.create_job(user_id)
    for state in ("done", "review"):
        assert client.settled(f"/v1/jobs/{person.jobs[state]['id']}")["state"] == state
    eventually(lambda: world.keys("originals", person.prefix) == [], "the originals are gone")
    assert len(world.stored(person.prefix)) == 2
    return person


def leave_behind(world: World, person: Person) -> None:
    """What should not be there, but can: unfinished uploads, versions, a delete marker, odd keys."""
    s3 = world.s3
    for bucket in BUCKETS:
        where = {"Bucket": world.bucket(bucket), "Key": f"{person.prefix}unfinished"}
        upload = s3.create_multipart_upload(**where)["UploadId"]
        s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=b"\x01" * 1000)
    held = {"Bucket": world.bucket("held")}
    key = key_of(person.speaker, person.jobs["review"]["id"])
    s3.put_bucket_versioning(**held, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(**held, Key=key, Body=b"a newer version")
    s3.put_object(**held, Key=f"{person.prefix}deleted", Body=b"a version below a marker")
    s3.delete_object(**held, Key=f"{person.prefix}deleted")
    s3.put_bucket_versioning(**held, VersioningConfiguration={"Status": "Suspended"})
    s3.put_object(Bucket=world.bucket("results"), Key=f"{person.prefix}a b+ü&<%41", Body=b"an odd key")
    kinds = sorted({(address[0], address[1]) for address in world.stored(person.prefix)})
    assert kinds == [
        ("exports", "upload"),
        ("held", "marker"),
        ("held", "upload"),
        ("held", "version"),
        ("originals", "upload"),
        ("results", "upload"),
        ("results", "version"),
    ]


def everything_but(world: World, person: Person) -> Snapshot:
    """Hashes of all objects and rows that are not this person's."""
    objects: Snapshot = {a: d for a, d in world.stored().items() if not a[2].startswith(person.prefix)}
    rows: Snapshot = {
        (table, row["pk"], row["sk"]): hashlib.sha256(
            json.dumps(row, default=str, sort_keys=True).encode()
        ).hexdigest()
        for table in (world.table, world.ledger)
        for row in world.rows(table)
        if row["pk"] != person.partition
    }
    return {**objects, **rows}


@dataclass(frozen=True)
class Erased:
    """What was there before an erasure, what it said, and what was there afterwards."""

    person: Person
    others: list[Person]
    before: Snapshot
    met: int
    told: dict[str, Any]
    after: Snapshot
    nonce: str


@pytest.fixture(scope="module")
def erased(swift: World, photo: Image.Image) -> Erased:
    user = new_user()
    people = [
        moved_in(swift, speaker, user_id, photo)
        for speaker, user_id in (
            (swift.one, user),
            (swift.one, f"{user}x"),  # whose id begins like the user's
            (swift.other, user),  # the same id, but another team's user
        )
    ]
    leave_behind(swift, people[0])
    swift.quiet()
    swift.swept()  # else the schedule might change others' rows meanwhile
    before, met = everything_but(swift, people[0]), len(swift.stored(people[0].prefix))
    client = swift.one.client
    asked = client.erase_user(user)
    told = client.settled(f"/v1/erasures/{asked['id']}")
    return Erased(people[0], people[1:], before, met, told, everything_but(swift, people[0]), asked["nonce"])


def test_an_erasure_completes_and_counts_what_it_met(erased: Erased) -> None:
    assert erased.told["state"] == "completed"
    counts = erased.told["counts"]
    assert counts.keys() == set(STORES)
    assert all(count["left"] == 0 and count["found"] == count["deleted"] for count in counts.values())
    assert counts["rows"]["deleted"] == 3
    assert sum(count["deleted"] for store, count in counts.items() if store != "rows") == erased.met == 10
    assert erased.told["scope"] == "user"
    assert erased.told["ended_at"] >= erased.told["requested_at"]


def test_a_stranger_checks_the_receipt(swift: World, erased: Erased) -> None:
    """Promise 5: it signs what it saw. The service is asked for the text and its public key, and no more."""
    client = swift.one.client
    _, body, _ = client.call("GET", f"/v1/erasures/{erased.told['id']}/receipt")
    said = checked(body["receipt"], client.call("GET", "/.well-known/jwks.json", token="")[1])
    require_person(said, erased.person.user_id, erased.nonce)
    for store, count in erased.told["counts"].items():
        assert said["stores"][store] == {"before": count["found"], "after": 0}
    assert said["completed_at"] == erased.told["ended_at"]
    assert CANARY not in json.dumps(said)


def test_no_object_version_marker_or_unfinished_upload_is_left(swift: World, erased: Erased) -> None:
    """Promise 5."""
    assert swift.stored(erased.person.prefix) == {}


def test_no_row_is_left_and_the_jobs_never_existed(swift: World, erased: Erased) -> None:
    assert [row for row in swift.rows(swift.table) if row["pk"] == erased.person.partition] == []
    for job in erased.person.jobs.values():
        status, body, _ = swift.one.client.call("GET", f"/v1/jobs/{job['id']}")
        assert (status, body["type"]) == (404, "urn:moretta:problem:not_found")


def test_the_ledger_keeps_a_tombstone_a_record_and_an_epoch_and_nobodys_name(
    swift: World, erased: Erased
) -> None:
    grown = erased.after.keys() - erased.before.keys()
    kinds = sorted(address[2].split("#")[0] for address in grown)
    assert kinds == ["epoch", "erasure"]
    assert all(address[0] == swift.ledger for address in grown)
    (tombstone,) = [row for row in swift.rows(swift.ledger) if row["pk"] == erased.person.partition]
    assert (tombstone["sk"], tombstone["erasure"]) == ("tombstone", erased.told["id"])
    days = (datetime.fromtimestamp(int(tombstone["ttl"]), UTC) - datetime.now(UTC)).days
    assert 60 < days <= 65
    for table in (swift.table, swift.ledger):
        assert CANARY not in json.dumps(swift.rows(table), default=str)


def test_others_are_untouched_byte_for_byte(erased: Erased) -> None:
    assert len(erased.before) >= 10
    assert {address: erased.after.get(address) for address in erased.before} == erased.before


def test_others_still_have_their_jobs_and_their_results(erased: Erased) -> None:
    for person in erased.others:
        client = person.speaker.client
        for state, job in person.jobs.items():
            assert client.job(job["id"])["state"] == state
        assert client.download(client.job(person.jobs["done"]["id"])["download"]).startswith(b"\xff\xd8")


def test_an_erased_user_may_begin_again_under_another_pseudonym(swift: World, erased: Erased) -> None:
    job = swift.one.client.create_job(erased.person.user_id)
    assert job["state"] == "awaiting_upload"
    assert not key_of(swift.one, job["id"]).startswith(erased.person.prefix)
    again = swift.one.client.create_job(erased.person.user_id)
    assert prefix_of(swift.one, again["id"]) == prefix_of(swift.one, job["id"])


def test_a_file_posted_later_with_an_old_form_is_deleted_and_does_not_come_back(
    local: World, photo: Image.Image
) -> None:
    client, user = local.one.client, new_user()
    job = client.create_job(user)
    told = client.settled(f"/v1/erasures/{client.erase_user(user)['id']}")
    assert told["state"] == "completed"
    assert post(client, job["upload"], jpeg(photo)).status == 204
    prefix = prefix_of(local.one, job["id"])
    eventually(lambda: local.keys("originals", prefix) == [], "the late file is gone", 20)
    local.quiet()
    assert local.stored(prefix) == {}
    assert client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404
    assert prefix.removesuffix("/").replace("/", "#") not in {row["pk"] for row in local.rows(local.table)}


def test_a_photo_that_is_being_masked_when_its_user_is_erased_does_not_come_back(
    swift: World, photo: Image.Image
) -> None:
    client, users = swift.one.client, [new_user() for _ in range(4)]
    jobs = [client.create_job(user) for user in users]
    for job in jobs:
        assert post(client, job["upload"], jpeg(photo)).status == 204
    running = [client.erase_user(user)["id"] for user in users]
    told = [client.settled(f"/v1/erasures/{erasure}", 40) for erasure in running]
    assert {erasure["state"] for erasure in told} == {"completed"}
    swift.quiet()
    for job in jobs:
        assert swift.stored(prefix_of(swift.one, job["id"])) == {}
        assert client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404


def lease(world: World, speaker: Speaker, job_id: str, seconds: float) -> datetime:
    """Write what a masker writes that claims a job, without doing its work."""
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    text = until.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    values = {":masking": "masking", ":until": text, ":x": "of-a-masker-that-died"}
    world.dynamodb.update_item(
        TableName=world.table,
        Key={
            "pk": {"S": f"{speaker.team}#{job_id[:32]}"},
            "sk": {"S": f"job#{job_id[32:]}"},
        },
        UpdateExpression="SET #state = :masking, lease_until = :until, lease = :x, etag = :x",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={name: {"S": value} for name, value in values.items()},
    )
    return until


def test_while_an_erasure_runs_nothing_is_taken_in_and_nothing_handed_out(local: World) -> None:
    client, user = local.one.client, new_user()
    job = client.create_job(user)
    until = lease(local, local.one, job["id"], 5)
    running = client.erase_user(user)
    assert running["state"] == "running"
    assert client.erase_user(user)["id"] == running["id"]
    body = {"user_id": user, "recipe": {"version": 1, "hide": {"face": {}}}, "purposes": ["masking"]}
    status, problem, headers = client.call("POST", "/v1/jobs", body | {"content_type": "image/jpeg"})
    assert (status, problem["type"]) == (409, "urn:moretta:problem:erasure_running")
    assert headers["Content-Type"] == "application/problem+json"
    assert client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404
    assert client.call("GET", f"/v1/erasures/{running['id']}")[1]["state"] == "running"
    assert datetime.now(UTC) < until, "this machine was too slow to tell"
    told = client.settled(f"/v1/erasures/{running['id']}")
    assert told["state"] == "completed"
    assert datetime.fromisoformat(told["ended_at"]) >= until, "it looks again after the longest lease"
    assert client.create_job(user)["state"] == "awaiting_upload"


def test_somebody_of_whom_there_is_nothing_is_erased_with_zeros_and_twice_is_harmless(local: World) -> None:
    client, user = local.one.client, new_user()
    first = client.settled(f"/v1/erasures/{client.erase_user(user)['id']}")
    second = client.settled(f"/v1/erasures/{client.erase_user(user)['id']}")
    for told in (first, second):
        assert told["state"] == "completed"
        assert told["counts"] == {store: {"found": 0, "deleted": 0, "left": 0} for store in STORES}
    assert first["id"] != second["id"]


def test_an_erasure_is_answered_with_where_to_follow_it(local: World) -> None:
    status, body, headers = local.one.client.call("DELETE", f"/v1/users/{new_user()}")
    assert status == 202
    assert headers["Location"] == f"/v1/erasures/{body['id']}"
    assert local.one.client.settled(headers["Location"])["id"] == body["id"]


@pytest.mark.parametrize(
    "user_id",
    [
        "ünïcode-日本-🦊",
        "with space",
        "per%cent",
        "per%41cent",
        "plus+sign&=?#",
        "e\u0301-decomposed",
        "a.b..c~d!$'()*",
    ],
    ids=["unicode", "space", "percent", "percent-escape", "reserved", "decomposed", "marks"],
)
def test_any_user_id_without_a_slash_can_be_erased_by_its_path(local: World, user_id: str) -> None:
    client = local.one.client
    user_id = f"{user_id}-{new_user()}"
    job = client.create_job(user_id)
    told = client.settled(f"/v1/erasures/{client.erase_user(user_id)['id']}")
    assert told["counts"]["rows"]["deleted"] == 1
    assert client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404
