"""The programs of the README do what it says, as they stand there, against a deployed stack."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.readme import program
from tests.e2e.world import World, new_user

HERE = Path(__file__).parent
MOST_LINES = 30


@pytest.fixture(scope="module")
def backend(local: World) -> Iterator[dict[str, Any]]:
    """The names of the Python program, run with what `make team` and the outputs of the stack say."""
    client = local.one.client
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MORETTA_API", f"{client.api_url}/")
        patch.setenv("MORETTA_TOKENS", client.token_url)
        patch.setenv("MORETTA_CLIENT_ID", client.client_id)
        patch.setenv("MORETTA_CLIENT_SECRET", client.client_secret)
        patch.setenv("REQUESTS_CA_BUNDLE", str(client.ca_bundle))
        names: dict[str, Any] = {}
        exec(program("python"), names)  # that is the test
        yield names
        names["http"].close()


@pytest.mark.parametrize("language", ["python", "js"])
def test_a_client_is_at_most_thirty_lines(language: str) -> None:
    lines = [line for line in program(language).splitlines() if line.strip()]
    assert len(lines) <= MOST_LINES


def test_a_backend_asks_for_a_job_and_its_form_takes_a_file(local: World, backend: dict[str, Any]) -> None:
    job = backend["new_job"](new_user(), "image/jpeg")
    assert local.one.client.job(job["id"])["state"] == "awaiting_upload"
    assert local.one.client.upload(job["upload"], b"no picture") == 204


def test_a_page_masks_a_photo_with_what_its_backend_hands_it(
    local: World, backend: dict[str, Any], photo: Image.Image, tmp_path: Path
) -> None:
    photo.save(tmp_path / "photo.jpg")
    (tmp_path / "page.mjs").write_text(program("js"))
    with serving(lambda: backend["for_the_page_of"](new_user())) as url:
        ran = subprocess.run(
            [_node(), HERE / "browser.mjs", tmp_path / "page.mjs", url, tmp_path / "photo.jpg", "image/jpeg"],
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(local.one.client.ca_bundle)},
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert ran.returncode == 0, ran.stderr.decode()
    told = json.loads(ran.stdout)
    assert (told["job"]["state"], told["told"]) == ("done", [1])
    with Image.open(BytesIO(local.one.client.download(told["job"]["download"]))) as result:
        assert result.size == photo.size


def _node() -> str:
    # The venv's Node, if the machine's own is not one that the CDK supports.
    node = shutil.which("node", path=f".venv/bin{os.pathsep}{os.environ['PATH']}")
    assert node
    return node


@contextmanager
def serving(answer: Callable[[], object]) -> Iterator[str]:
    """A team's backend, as far as the page sees it: one address that answers JSON."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.dumps(answer()).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/masking-session"
        server.shutdown()
        thread.join()
