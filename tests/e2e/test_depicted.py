"""Others in the picture: their erasure takes the whole job along, and nothing of anybody else."""

from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import World, eventually, key_of, new_user, post, prefix_of


@dataclass(frozen=True)
class Album:
    """Whose photos they are, who is in some of them, and the jobs: with both, with one, with nobody."""

    owner: str
    friend: str
    jobs: dict[str, dict[str, Any]]


@pytest.fixture
def album(local: World, photo: Image.Image) -> Album:
    client, owner, friend, third = local.one.client, new_user(), new_user(), new_user()
    depicted = {"both": [friend, third], "held": [friend], "third": [third], "nobody": []}
    jobs = {name: client.create_job(owner, depicted=people) for name, people in depicted.items()}
    for name, job in jobs.items():
        file = plain() if name == "held" else photo
        assert post(client, job["upload"], jpeg(file)).status == 204
    for name, job in jobs.items():
        state = client.settled(f"/v1/jobs/{job['id']}")["state"]
        assert state == ("review" if name == "held" else "done")
    return Album(owner, friend, jobs)


def rows_naming(local: World, job_id: str) -> list[str]:
    """Every row that stands for a job or points to it."""
    return [row["sk"] for row in local.rows(local.table) if job_id[32:] in row["pk"] + row["sk"]]


def test_erasing_somebody_depicted_takes_the_job_its_objects_and_all_that_points_to_it(
    local: World, album: Album
) -> None:
    """Promises 5 and 7."""
    client = local.one.client
    keys = {name: key_of(local.one, job["id"]) for name, job in album.jobs.items()}
    kept = {name: local.stored(keys[name]) for name in ("third", "nobody")}
    assert len(rows_naming(local, album.jobs["both"]["id"])) == 3
    told = client.settled(f"/v1/erasures/{client.erase_user(album.friend)['id']}")
    assert told["state"] == "completed"
    assert told["counts"]["depicted"] == {"found": 2, "deleted": 2, "left": 0}
    for name in ("both", "held"):
        job = album.jobs[name]["id"]
        assert client.call("GET", f"/v1/jobs/{job}")[0] == 404
        assert rows_naming(local, job) == []
        assert local.stored(keys[name]) == {}
    for name, objects in kept.items():
        assert client.job(album.jobs[name]["id"])["state"] == "done"
        assert local.stored(keys[name]) == objects != {}
    listed = client.call("GET", f"/v1/users/{album.owner}/jobs")[1]["jobs"]
    assert {job["id"] for job in listed} == {album.jobs[name]["id"] for name in ("third", "nobody")}


def test_erasing_the_user_leaves_nothing_in_the_partitions_of_who_is_depicted(
    local: World, album: Album
) -> None:
    """Promise 5."""
    client = local.one.client
    prefix = prefix_of(local.one, album.jobs["both"]["id"])
    told = client.settled(f"/v1/erasures/{client.erase_user(album.owner)['id']}")
    assert (told["state"], told["counts"]["rows"]["deleted"]) == ("completed", 4)
    for job in album.jobs.values():
        assert rows_naming(local, job["id"]) == []
    assert local.stored(prefix) == {}


def test_a_file_for_a_job_with_somebody_erased_in_it_is_deleted_unmasked(
    local: World, photo: Image.Image
) -> None:
    """Promise 6."""
    client, friend = local.one.client, new_user()
    job = client.create_job(new_user(), depicted=[friend])
    client.settled(f"/v1/erasures/{client.erase_user(friend)['id']}")
    assert post(client, job["upload"], jpeg(photo)).status == 204
    key = key_of(local.one, job["id"])
    eventually(lambda: local.keys("originals", key) == [], "the file is gone")
    local.quiet()
    assert local.stored(key) == {}
    assert client.call("GET", f"/v1/jobs/{job['id']}")[0] == 404
