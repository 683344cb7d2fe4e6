"""An export is complete against a full scan, valid by its schema, reached by erasure and by nobody else."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from tests.e2e.pictures import jpeg, plain
from tests.e2e.test_datasets import CONSENT, a_job, a_team
from tests.e2e.world import CANARY, Speaker, World, new_user, post, prefix_of

SCHEMA = Draft202012Validator(json.loads(Path("docs/export.schema.json").read_text()))


@dataclass(frozen=True)
class Exported:
    """A user with a job that is done and one in review, and an export of it as it was downloaded.

    Of the first a copy is kept for a purpose; the user has consented to that, and opted out of sale.
    """

    team: Speaker
    user: str
    jobs: dict[str, str]
    told: dict[str, Any]
    files: dict[str, bytes]

    @property
    def path(self) -> str:
        return f"/v1/users/{quote(self.user, safe='')}/exports"


@pytest.fixture(scope="module")
def exported(local: World, photo: Image.Image) -> Exported:
    team, user = a_team(local), new_user()
    client, of_user = team.client, f"/v1/users/{quote(user, safe='')}"
    assert client.call("PUT", f"{of_user}/consents/training", CONSENT)[0] == 200
    assert client.call("PUT", f"{of_user}/opt-outs/sale-sharing")[0] == 200
    jobs = {"done": a_job(team, user, jpeg(photo), "training")["id"]}
    waits = client.create_job(user)
    assert post(client, waits["upload"], jpeg(plain())).status == 204
    jobs["review"] = client.settled(f"/v1/jobs/{waits['id']}")["id"]
    path = f"{of_user}/exports"
    status, asked, headers = client.call("POST", path, key="once")
    assert (status, headers["Location"]) == (202, f"{path}/{asked['id']}")
    told = client.settled(f"{path}/{asked['id']}")
    assert told["state"] == "completed"
    with zipfile.ZipFile(io.BytesIO(client.download(told["download"]))) as read:
        assert read.testzip() is None
        files = {name: read.read(name) for name in read.namelist()}
    return Exported(team, user, jobs, told, files)


def held_in(exported: Exported, kind: str) -> list[dict[str, Any]]:
    names = [name for name in exported.files if name.startswith(f"{kind}/") and name.endswith(".json")]
    pages = [json.loads(exported.files[name]) for name in names]
    return [each for page in pages for each in page[kind]]


def test_an_export_is_complete_against_a_full_scan(local: World, exported: Exported) -> None:
    """GDPR Art. 15, 20."""
    prefix = prefix_of(exported.team, exported.jobs["done"])
    partition = prefix.removesuffix("/").replace("/", "#")
    rows = [row["sk"] for row in local.rows(local.table) if row["pk"] == partition]
    shown = {each["job"]["id"][32:]: each for each in held_in(exported, "jobs")}
    assert {sort for sort in rows if sort.startswith("job#")} == {f"job#{job}" for job in shown}
    for key in local.keys("results", prefix):
        job = key.split("/")[2]
        body = local.s3.get_object(Bucket=local.bucket("results"), Key=key)["Body"].read()
        assert exported.files[shown[job]["result"]] == body
    assert [job for job, each in shown.items() if "result" in each] == [exported.jobs["done"][32:]]
    (copy,) = held_in(exported, "copies")
    (key,) = [key for key in local.keys("held", prefix) if key.endswith("/for-training")]
    body = local.s3.get_object(Bucket=local.bucket("held"), Key=key)["Body"].read()
    assert exported.files[copy["copy"]] == body
    consents = json.loads(exported.files["consents.json"])
    assert [consent["purpose"] for consent in consents["consents"]] == ["training"]
    assert consents["opt_outs"]["sale-sharing"]["opted_out"] is True
    kinds = {sort.split("#")[0] for sort in rows}
    assert kinds == {"job", "copy", "consent", "opt_out", "once", "export"}, "the rest is technical"
    assert exported.told["counts"]["jobs"] == 2
    assert json.loads(exported.files["manifest.json"])["counts"] == exported.told["counts"]


def test_every_file_of_an_export_is_valid_by_the_committed_schema_which_lies_in_it(
    exported: Exported,
) -> None:
    described = [name for name in exported.files if name.endswith(".json") and name != "schema.json"]
    for name in described:
        SCHEMA.validate(json.loads(exported.files[name]))
    assert {"manifest.json", "consents.json"} <= set(described)
    assert json.loads(exported.files["schema.json"]) == SCHEMA.schema
    assert not [name for name, data in exported.files.items() if CANARY.encode() in data]


def test_asked_again_with_its_key_it_is_the_same_and_it_is_counted_and_listed(
    local: World, exported: Exported
) -> None:
    client = exported.team.client
    assert client.call("POST", exported.path, key="once")[1]["id"] == exported.told["id"]
    listed = client.call("GET", exported.path)[1]["exports"]
    assert [export["id"] for export in listed] == [exported.told["id"]]
    stored = client.call("GET", f"/v1/users/{quote(exported.user, safe='')}")[1]
    assert (stored["records"]["exports"], stored["files"]["exports"]["items"]) == (1, 1)


def test_a_session_exports_and_downloads_its_own(local: World, exported: Exported) -> None:
    """Promise 10."""
    browser = exported.team.client.browser(exported.user, "exports.write", "exports.read")
    told = browser.call("GET", f"/v1/me/exports/{exported.told['id']}")[1]
    assert exported.team.client.download(told["download"])
    stranger = exported.team.client.browser(new_user(), "exports.write", "exports.read")
    assert stranger.call("GET", f"/v1/me/exports/{exported.told['id']}")[0] == 404
    assert stranger.call("POST", "/v1/me/exports")[0] == 202


def test_a_result_that_is_reported_is_handed_out_by_no_export_any_more(
    local: World, exported: Exported
) -> None:
    """Promise 1: nor by a link that was given out before, once the next sweep is over."""
    client, path = exported.team.client, f"{exported.path}/{exported.told['id']}"
    reported = client.call("POST", f"/v1/jobs/{exported.jobs['done']}/reports", {"kind": "missed"})
    assert reported[0] == 200, reported[1]
    told = client.call("GET", path)[1]
    assert (told["state"], "download" in told) == ("expired", False)
    local.sweep()
    assert client.http.request("GET", exported.told["download"]).status != 200
    anew = client.settled(f"{exported.path}/{client.call('POST', exported.path)[1]['id']}")
    assert (anew["state"], anew["counts"]["jobs"], anew["counts"]["results"]) == ("completed", 2, 0)


def test_an_erasure_reaches_exports_that_are_there_and_that_are_made(
    local: World, exported: Exported
) -> None:
    """Promise 5. It comes last: nothing of the user is left."""
    client = exported.team.client
    prefix = prefix_of(exported.team, exported.jobs["done"])
    assert local.keys("exports", prefix)
    client.call("POST", exported.path)
    told = client.settled(f"/v1/erasures/{client.erase_user(exported.user)['id']}", 90)
    assert (told["state"], told["counts"]["exports"]["left"]) == ("completed", 0)
    assert told["counts"]["exports"]["deleted"] >= 1
    assert local.stored(prefix) == {}
    assert client.call("GET", f"{exported.path}/{exported.told['id']}")[0] == 404
