"""Policy `remask` on a deployed stack: others keep their photos, and who was erased is hidden in them."""

from PIL import Image

from tests.e2e.agreeing import admin_of
from tests.e2e.asking import new_team
from tests.e2e.pictures import jpeg, pixels, plain
from tests.e2e.world import Speaker, World, key_of, new_user, post
from tools.client import RECIPE

SEEN = {"version": 1, "hide": {"text": {"style": "solid"}}, "if_nothing": "release"}


def a_photo(team: Speaker, photo: Image.Image, friend: str, recipe: object = SEEN) -> str:
    """A photo in which a friend is; the default recipe is for writing alone, so that faces stay."""
    asked = {"user_id": new_user(), "content_type": "image/jpeg", "purposes": ["masking"], "recipe": recipe}
    status, made, _ = team.client.call("POST", "/v1/jobs", {**asked, "depicted": [friend]})
    assert status == 201, made
    assert post(team.client, made["upload"], jpeg(photo)).status == 204
    team.client.settled(f"/v1/jobs/{made['id']}")
    return str(made["id"])


def test_the_photo_stays_with_every_face_hidden_and_the_receipt_says_so(
    local: World, photo: Image.Image
) -> None:
    """Promises 1 and 5."""
    team, friend = new_team(local), new_user()
    client = team.client
    change = {"version": 0, "depicted": "remask"}
    assert client.call("PATCH", "/v1/team/settings", change, token=admin_of(local.deployed, team))[0] == 200
    kept, held = a_photo(team, photo, friend), a_photo(team, plain(), friend, RECIPE)
    before = client.job(kept)
    assert (before["state"], before["regions"], client.job(held)["state"]) == ("done", [], "review")
    shown = pixels(client.http.request("GET", before["download"]).data)
    told = client.settled(f"/v1/erasures/{client.erase_user(friend)['id']}")
    assert (told["state"], told["counts"]["remasked"]["found"]) == ("completed", 1), told
    assert told["counts"]["depicted"] == {"found": 1, "deleted": 1, "left": 0}  # what had no result
    after = client.job(kept)
    assert (after["state"], [region["label"] for region in after["regions"]]) == ("done", ["face"])
    masked = pixels(client.http.request("GET", after["download"]).data)
    assert abs(masked - shown).max() > 100
    assert client.call("GET", f"/v1/jobs/{held}")[0] == 404
    rows = [row for row in local.rows(local.table) if kept[32:] in row["pk"] + row["sk"]]
    assert ([row["sk"] for row in rows], "depicted" in rows[0]) == ([f"job#{kept[32:]}"], False)
    assert len(local.stored(key_of(team, kept))) == len(local.keys("results", key_of(team, kept))) == 1
