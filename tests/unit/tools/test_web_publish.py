"""The web is put where CloudFront serves it from: each file as it is to be kept, and the page last."""

import json
from pathlib import Path
from typing import Any

from tools.web_publish import publish

WEB = {"WebBucket": "files", "DistributionId": "D1", "WebUrl": "https://d1.example.org"}
CORE = {
    "ApiUrl": "https://api.example.org/api/",
    "TokenUrl": "https://sign-in.example.org/oauth2/token",
    "WebClientId": "client",
    "MostBytes": "25000000",
}


class Store:
    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def put_object(self, **told: Any) -> None:
        self.told.append(told)

    def create_invalidation(self, **told: Any) -> None:
        self.told.append(told)


def test_files_go_before_the_page_that_names_them_and_cloudfront_forgets_the_old_ones(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1a.js").write_text("1")
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / ".built").touch()
    store = Store()
    assert publish(store, store, WEB, CORE, tmp_path) == "https://d1.example.org"
    *files, forgotten = store.told
    assert [told["Key"] for told in files] == ["assets/index-1a.js", "config.json", "index.html"]
    assert "immutable" in files[0]["CacheControl"]
    assert files[0]["ContentType"].startswith("text/javascript")
    assert {told["CacheControl"] for told in files[1:]} == {"no-cache"}
    config = json.loads(files[1]["Body"])
    assert config["api"] == "https://api.example.org/api"
    assert config["signIn"]["authorize"] == "https://sign-in.example.org/oauth2/authorize"
    assert forgotten["InvalidationBatch"]["Paths"]["Items"] == ["/*"]
