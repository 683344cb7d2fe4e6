"""What people may ask of a photo that is done, and what a team chooses for its photos."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.e2e.pictures import jpeg, pixels
from tests.e2e.world import Speaker, World, eventually, key_of, new_user, post, speaker
from tools.client import RECIPE
from tools.staff import new_person, sign_in
from tools.team import make_team

SUIT = {"box": [0.2, 0.75, 0.3, 0.2]}  # of the photo, where nothing is hidden
DRAWN = {**RECIPE, "hide": {"face": {"style": "solid"}, "region": {"style": "solid"}}, "regions": [SUIT]}


def settled(team: Speaker, job: str) -> dict[str, Any]:
    """The job when its masker has come."""
    client = team.client
    eventually(lambda: client.job(job).get("reason") not in {"remasked"}, "it was masked again")
    return client.job(job)


@pytest.fixture(scope="module")
def done(local: World, photo: Image.Image) -> dict[str, Any]:
    """A job that is done."""
    client = local.one.client
    job = client.create_job(new_user())
    assert post(client, job["upload"], jpeg(photo)).status == 204
    return client.settled(f"/v1/jobs/{job['id']}")


def test_a_result_is_masked_again_with_more_hidden_and_never_with_less(
    local: World, done: dict[str, Any]
) -> None:
    """Promise 1, with the original gone: the result leaves until the new one is verified."""
    client, job = local.one.client, done["id"]
    before, path = pixels(client.download(done["download"])), f"/v1/jobs/{job}/remask"
    less = {**RECIPE, "hide": {"text": {}}}
    status, problem, _ = client.call("POST", path, {"recipe": less})
    assert (status, problem["type"], problem["field"]) == (
        409,
        "urn:moretta:problem:original_gone",
        "recipe.hide.face",
    )
    assert client.download(done["download"])
    status, asked, headers = client.call("POST", path, {"recipe": DRAWN})
    assert (status, asked["state"], asked["reason"]) == (202, "review", "remasked")
    assert headers["Location"] == f"/v1/jobs/{job}"
    again = settled(local.one, job)
    assert again["state"] == "done"
    assert {region["label"] for region in again["regions"]} == {"face", "region"}
    after = pixels(client.download(again["download"]))
    left, top = int(0.2 * 512), int(0.75 * 512)
    drawn = after[top + 8 : top + 90, left + 8 : left + 144]
    assert np.abs(drawn - np.median(drawn, axis=(0, 1))).mean() < 1  # one colour
    outside = np.ones(after.shape[:2], dtype=bool)
    outside[top - 2 : top + 106, left - 2 : left + 158] = False
    assert np.abs(after - before)[outside].mean() < 2  # the face is as covered as it was
    key = key_of(local.one, job)
    eventually(lambda: key not in local.keys("held"), "nothing of it is held")


@dataclass(frozen=True)
class Choosing:
    """A team of these tests alone, and its admin's token."""

    speaker: Speaker
    token: str

    def choose(self, **body: Any) -> tuple[int, dict[str, Any]]:
        """Change the settings."""
        call = self.speaker.client.call
        version = call("GET", "/v1/team/settings")[1]["version"]
        return call("PATCH", "/v1/team/settings", {"version": version, **body}, self.token)[:2]


@pytest.fixture(scope="module")
def choosing(local: World) -> Choosing:
    """A team that has chosen nothing yet."""
    session, outputs = local.deployed.session, local.deployed.outputs
    team = speaker(local.deployed, make_team(session, outputs, "c"))
    return Choosing(team, sign_in(session, outputs, new_person(session, outputs, team.team, "admin")))


def test_what_a_team_chooses_for_its_recipes_holds_for_its_jobs(choosing: Choosing) -> None:
    client, band = choosing.speaker.client, {"hide": 0.7, "review": 0.2}
    without = {"user_id": new_user(), "purposes": ["masking"], "content_type": "image/jpeg"}
    blurred = {**RECIPE, "hide": {"face": {"style": "blur"}}}
    assert client.call("POST", "/v1/jobs", without)[0] == 422
    rules = {"default": RECIPE, "bands": {"face": band}, "styles": ["solid", "mean"]}
    assert choosing.choose(recipes=rules)[0] == 200
    status, job, _ = client.call("POST", "/v1/jobs", without)
    assert status == 201
    assert client.job(job["id"])["recipe"]["hide"]["face"]["band"] == band
    status, problem, _ = client.call("POST", "/v1/jobs", {**without, "recipe": blurred})
    assert (status, problem["field"]) == (422, "recipe.hide.face.style")
    status, problem = choosing.choose(recipes={"default": blurred})
    assert (status, problem["field"]) == (422, "recipes.default.hide.face.style")


def test_whom_people_can_ask_stands_in_the_teams_notice(choosing: Choosing) -> None:
    status, chosen = choosing.choose(contacts={"controller": "Photos Ltd", "dpo": "dpo@example.org"})
    assert (status, chosen["contacts"]["controller"]) == (200, "Photos Ltd")
    assert chosen["quotas"]["jobs_per_minute"] == 1000
    notice = choosing.speaker.client.call("GET", f"/v1/privacy?team={choosing.speaker.team}", token="")[1]
    assert {"who": "Data protection officer", "text": "dpo@example.org"} in notice["contacts"]
    assert "contacts" not in choosing.speaker.client.call("GET", "/v1/privacy", token="")[1]


def test_while_the_window_is_open_less_may_be_hidden_and_then_the_original_goes(
    local: World, choosing: Choosing, photo: Image.Image
) -> None:
    client = choosing.speaker.client
    assert choosing.choose(retention={"correction_window": 4321})[1]["field"] == "retention.correction_window"
    assert choosing.choose(retention={"correction_window": 60})[0] == 200
    job = client.create_job(new_user(), recipe=RECIPE)
    assert post(client, job["upload"], jpeg(photo)).status == 204
    done = client.settled(f"/v1/jobs/{job['id']}")
    key = key_of(choosing.speaker, job["id"])
    assert done["original_until"] > done["closed_at"]
    assert key in local.keys("held")
    less = {"version": 1, "hide": {"text": {}}, "if_nothing": "release"}
    assert client.call("POST", f"/v1/jobs/{job['id']}/remask", {"recipe": less})[0] == 202
    again = settled(choosing.speaker, job["id"])
    assert (again["state"], again["original_until"]) == ("done", done["original_until"])
    assert "face" not in {region["label"] for region in again["regions"]}
    assert key in local.keys("held")
    assert (
        choosing.choose(retention={"correction_window": 0})[1]["touched"]["correction_window"]["items"] >= 1
    )

    def swept() -> bool:
        local.sweep()
        return key not in local.keys("held")

    eventually(swept, "the original is gone")
    assert client.download(client.job(job["id"])["download"])


def test_somebody_who_is_no_user_reports_by_the_url_and_learns_nothing(
    choosing: Choosing, photo: Image.Image
) -> None:
    """Promise 1: what was missed is withdrawn at once, and a link that was given before finds nothing."""
    client, drawn = choosing.speaker.client, [SUIT]
    job = client.create_job(new_user(), recipe=RECIPE)
    assert post(client, job["upload"], jpeg(photo)).status == 204
    done = client.settled(f"/v1/jobs/{job['id']}")
    url, wrong = done["report_url"], done["report_url"][:-3] + "xyz"
    assert client.call("GET", url, token="")[:2] == client.call("GET", wrong, token="")[:2]
    assert client.call("POST", wrong, {"kind": "missed"}, token="")[:2] == (202, {"received": True})
    assert client.job(job["id"])["state"] == "done"
    sent = client.call("POST", url, {"kind": "missed", "regions": drawn}, token="")
    assert sent[:2] == (202, {"received": True})
    reported = client.job(job["id"])
    assert (reported["state"], reported["reason"], "report_url" in reported) == ("review", "reported", False)
    assert [(said["by"], said["regions"]) for said in reported["reports"]] == [("anybody", drawn)]
    assert client.http.request("GET", done["download"]).status == 404
