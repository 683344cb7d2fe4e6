"""Fills a deployed stage with what belongs to one user, and hashes what belongs to everybody else."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from functions.aws.schema import due_values, shard_of, state_shard, time_shard, to_item
from functions.core.names import JobRef, new_id
from functions.core.store_names import BUCKETS
from functions.core.times import from_text, now
from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import Speaker, World, post, prefix_of
from tools.client import RECIPE

AT_ONCE: Final = 8
BATCH: Final = 25  # rows of one BatchWriteItem
OPEN: Final = RECIPE | {"if_nothing": "release"}
Snapshot = dict[tuple[str, ...], str]


@dataclass(frozen=True)
class Person:
    """A user of a team, with one job that went its whole way; everything else is made after it."""

    speaker: Speaker
    user_id: str
    job: str

    @property
    def prefix(self) -> str:
        """Where all objects are."""
        return prefix_of(self.speaker, self.job)

    @property
    def partition(self) -> str:
        """Where all rows are."""
        return self.prefix.removesuffix("/").replace("/", "#")


def moved_in(speaker: Speaker, user_id: str) -> Person:
    """A user with one photo that was masked for real."""
    client = speaker.client
    job = client.create_job(user_id, recipe=OPEN)
    assert post(client, job["upload"], jpeg(plain())).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    return Person(speaker, user_id, job["id"])


def stop_telling(world: World) -> None:
    """The outbox would tell of each row that is stored here, by a thousand calls; it is not looked at."""
    functions = world.deployed.session.client("lambda")
    name = world.function("publish_events")["FunctionName"]
    for source in functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)


def fill(world: World, person: Person, jobs: int) -> None:
    """Make so many more jobs of a person as they are when done: a row, a result, and a held original each."""
    (seen,) = [row for row in rows_of(world, person) if row["sk"].startswith("job#")]
    new = [new_id(now()) for _ in range(jobs)]
    rows = [_like(seen, job) for job in new]
    _each([rows[at : at + BATCH] for at in range(0, jobs, BATCH)], lambda some: _write(world, some))
    _each([(bucket, job) for bucket in ("results", "held") for job in new], _putting(world, person))


def _like(seen: dict[str, Any], job: str) -> dict[str, Any]:
    team, subject = seen["pk"].split("#")
    due = due_values(JobRef(team, subject, job), from_text(seen["due_at"]))
    shards = {
        "time_shard": time_shard(team, shard_of(job)),
        "state_shard": state_shard(team, seen["state"], shard_of(job)),
        "due_shard": due["due_shard"],
    }
    return to_item({**seen, "sk": f"job#{job}", "ulid": job, **shards})


def _write(world: World, rows: list[dict[str, Any]]) -> None:
    puts = {world.table: [{"PutRequest": {"Item": row}} for row in rows]}
    assert not world.dynamodb.batch_write_item(RequestItems=puts)["UnprocessedItems"]


def _putting(world: World, person: Person) -> Callable[[tuple[str, str]], None]:
    def put(where: tuple[str, str]) -> None:
        bucket, job = where
        key = f"{person.prefix}{job}/identity"
        world.s3.put_object(Bucket=world.bucket(bucket), Key=key, Body=key.encode())

    return put


def _each(items: Iterable[Any], work: Callable[[Any], None]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(work, items):
            pass


def rows_of(world: World, person: Person) -> list[dict[str, Any]]:
    """Every row of a person."""
    return [row for row in world.rows(world.table) if row["pk"] == person.partition]


def objects_of(world: World, person: Person) -> dict[str, int]:
    """How many versions, markers and unfinished uploads of a person each bucket holds."""
    # A set: the listing of the local cloud tells what is at the turn of two pages twice.
    return {bucket: len(set(_addresses(world, bucket, person.prefix))) for bucket in BUCKETS}


def everything_but(world: World, person: Person) -> Snapshot:
    """Hashes of all objects and rows that are not this person's, and of no record of an erasure."""
    found: Snapshot = {}
    for bucket in BUCKETS:
        for address in _addresses(world, bucket, ""):
            if not address[1].startswith(person.prefix):
                found[bucket, *address] = _hash(world, bucket, address)
    for table in (world.table, world.ledger):
        for row in world.rows(table):
            if row["pk"] != person.partition:
                text = json.dumps(row, default=str, sort_keys=True)
                found[table, row["pk"], row["sk"]] = hashlib.sha256(text.encode()).hexdigest()
    return found


def _addresses(world: World, bucket: str, prefix: str) -> Iterator[tuple[str, ...]]:
    where = {"Bucket": world.bucket(bucket), "Prefix": prefix}
    for page in world.s3.get_paginator("list_object_versions").paginate(**where):
        yield from (("version", each["Key"], each["VersionId"]) for each in page.get("Versions", []))
        yield from (("marker", each["Key"], each["VersionId"]) for each in page.get("DeleteMarkers", []))
    for page in world.s3.get_paginator("list_multipart_uploads").paginate(**where):
        yield from (("upload", each["Key"], each["UploadId"]) for each in page.get("Uploads", []))


def _hash(world: World, bucket: str, address: tuple[str, ...]) -> str:
    kind, key, version = address
    if kind != "version":
        return ""
    body = world.s3.get_object(Bucket=world.bucket(bucket), Key=key, VersionId=version)["Body"].read()
    return hashlib.sha256(body).hexdigest()
